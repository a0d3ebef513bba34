import { type DatabaseAddress, parseDatabaseUri } from './database-uri.ts';
import { type FaultName, faultNames } from './faults.ts';
import { Mistake } from './mistake.ts';

export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseAddress;
  /** Absent: nothing counts in Redis, and readiness does not wait for it. */
  readonly redis?: { readonly host: string; readonly port: number };
  /** Milliseconds that requests in hand may take after SIGTERM. */
  readonly stopTimeout: number;
  /** Milliseconds after SIGTERM over which the websockets are closed; never longer than `stopTimeout`. */
  readonly closeTime: number;
  /** The release this process belongs to, if whoever started it said so. */
  readonly release?: string;
  /** Absent: nobody may ask it to go wrong. `start`: how it goes wrong as soon as it listens. */
  readonly faults?: { readonly start?: FaultName };
}

type Variables = Readonly<Record<string, string | undefined>>;

export function readEnvironment(variables: Variables): Environment {
  const stopTimeout = seconds(variables, 'APP_STOP_SECONDS', 60);
  const redisHost = variables.REDIS_HOST?.trim();
  return {
    host: variables.APP_HOST || '0.0.0.0',
    port: integer(variables, 'APP_PORT', { fallback: 5000, from: 0, to: 65_535 }),
    database: parseDatabaseUri(variables.DATABASE_URI || 'sqlite:///palindrom.db'),
    ...(redisHost && { redis: { host: redisHost, port: redisPort(variables) } }),
    stopTimeout,
    closeTime: Math.min(stopTimeout, seconds(variables, 'APP_CLOSE_SECONDS', 5)),
    ...(variables.CAUSEWAY_RELEASE && { release: variables.CAUSEWAY_RELEASE }),
    ...readFaults(variables.APP_FAULTS?.trim()),
  };
}

function redisPort(variables: Variables): number {
  return integer(variables, 'REDIS_PORT', { fallback: 6379, from: 1, to: 65_535 });
}

function readFaults(text: string | undefined): Pick<Environment, 'faults'> {
  if (!text) return {};
  if (text === 'on') return { faults: {} };
  const start = faultNames.find((name) => name === text);
  if (start) return { faults: { start } };
  throw new Mistake(
    `APP_FAULTS: must be one of on, ${faultNames.join(', ')} (got ${JSON.stringify(text)}); leave it out for none`,
  );
}

/** In milliseconds. */
function seconds(variables: Variables, name: string, fallback: number): number {
  return 1000 * integer(variables, name, { fallback, from: 0, to: 86_400 });
}

function integer(
  variables: Variables,
  name: string,
  range: { readonly fallback: number; readonly from: number; readonly to: number },
): number {
  const text = variables[name]?.trim();
  if (!text) return range.fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.from && value <= range.to) return value;
  throw new Mistake(
    `${name}: must be a whole number from ${range.from} to ${range.to} (got ${JSON.stringify(text)}); leave it out for ${range.fallback}`,
  );
}
