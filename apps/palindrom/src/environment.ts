import { type DatabaseAddress, parseDatabaseUri } from './database-uri.ts';
import { Mistake } from './mistake.ts';

export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseAddress;
  /** Absent: nothing counts in Redis, and readiness does not wait for it. */
  readonly redis?: { readonly host: string; readonly port: number };
  /** Milliseconds that requests in hand may take after SIGTERM. */
  readonly stopTimeout: number;
  /** The release this process belongs to, if whoever started it said so. */
  readonly release?: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

export function readEnvironment(variables: Variables): Environment {
  const redisHost = variables.REDIS_HOST?.trim();
  return {
    host: variables.APP_HOST || '0.0.0.0',
    port: integer(variables, 'APP_PORT', { fallback: 5000, from: 0, to: 65_535 }),
    database: parseDatabaseUri(variables.DATABASE_URI || 'sqlite:///palindrom.db'),
    ...(redisHost && { redis: { host: redisHost, port: redisPort(variables) } }),
    stopTimeout: 1000 * integer(variables, 'APP_STOP_SECONDS', { fallback: 60, from: 0, to: 86_400 }),
    ...(variables.CAUSEWAY_RELEASE && { release: variables.CAUSEWAY_RELEASE }),
  };
}

function redisPort(variables: Variables): number {
  return integer(variables, 'REDIS_PORT', { fallback: 6379, from: 1, to: 65_535 });
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
