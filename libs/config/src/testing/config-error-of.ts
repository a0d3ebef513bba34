import { ConfigError } from '../config-error.ts';

/** The ConfigError that an attempt ends in; anything else is thrown on. */
export async function configErrorOf(attempt: () => unknown): Promise<ConfigError> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected a ConfigError, and there was none');
}
