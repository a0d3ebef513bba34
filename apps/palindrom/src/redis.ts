import { Redis } from 'ioredis';

/** Fails commands at once while Redis is away, and comes back by itself within half a second of it. */
export function openRedis(address: { readonly host: string; readonly port: number }): Redis {
  const redis = new Redis({
    ...address,
    family: 0,
    connectTimeout: 1000,
    commandTimeout: 1000,
    socketTimeout: 2000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(50 * attempt, 500),
  });
  // Readiness tells that Redis is away; without a listener each attempt would be logged as unhandled.
  redis.on('error', () => {});
  return redis;
}
