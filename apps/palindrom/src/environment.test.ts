import { describe, expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';

const defaults = {
  host: '0.0.0.0',
  port: 5000,
  database: { kind: 'sqlite', file: 'palindrom.db' },
  stopTimeout: 60_000,
  closeTime: 5000,
};

test('nothing set gives the defaults', () => expect(readEnvironment({})).toEqual(defaults));

test('empty variables are as good as none', () =>
  expect(readEnvironment({ APP_HOST: '', APP_PORT: '', REDIS_HOST: '', DATABASE_URI: '' })).toEqual(
    defaults,
  ));

test('everything can be set', () => {
  const variables = {
    APP_HOST: '::1',
    APP_PORT: '80',
    APP_STOP_SECONDS: '5',
    APP_CLOSE_SECONDS: '2',
    DATABASE_URI: 'mysql://db/phrase',
    REDIS_HOST: 'cache',
    REDIS_PORT: '6380',
    CAUSEWAY_RELEASE: '1.0.0+7',
  };
  expect(readEnvironment(variables)).toEqual({
    host: '::1',
    port: 80,
    stopTimeout: 5000,
    closeTime: 2000,
    database: { kind: 'mysql', host: 'db', port: 3306, database: 'phrase' },
    redis: { host: 'cache', port: 6380 },
    release: '1.0.0+7',
  });
});

test('Redis has its usual port', () =>
  expect(readEnvironment({ REDIS_HOST: 'cache' }).redis).toEqual({ host: 'cache', port: 6379 }));

test('websockets are closed before the process must have stopped', () =>
  expect(readEnvironment({ APP_STOP_SECONDS: '3' }).closeTime).toBe(3000));

test('faults are asked for, or there from the start', () => {
  expect(readEnvironment({ APP_FAULTS: 'on' }).faults).toEqual({});
  expect(readEnvironment({ APP_FAULTS: 'unhealthy' }).faults).toEqual({ start: 'unhealthy' });
});

describe('a mistake is told, with what to write instead', () => {
  test.each([
    [
      { APP_PORT: 'http' },
      'APP_PORT: must be a whole number from 0 to 65535 (got "http"); leave it out for 5000',
    ],
    [
      { APP_PORT: '65536' },
      'APP_PORT: must be a whole number from 0 to 65535 (got "65536"); leave it out for 5000',
    ],
    [
      { APP_PORT: '-1' },
      'APP_PORT: must be a whole number from 0 to 65535 (got "-1"); leave it out for 5000',
    ],
    [
      { APP_PORT: '5e3' },
      'APP_PORT: must be a whole number from 0 to 65535 (got "5e3"); leave it out for 5000',
    ],
    [
      { REDIS_HOST: 'a', REDIS_PORT: '0' },
      'REDIS_PORT: must be a whole number from 1 to 65535 (got "0"); leave it out for 6379',
    ],
    [
      { APP_STOP_SECONDS: '1.5' },
      'APP_STOP_SECONDS: must be a whole number from 0 to 86400 (got "1.5"); leave it out for 60',
    ],
    [
      { APP_FAULTS: 'yes' },
      'APP_FAULTS: must be one of on, crash, errors, unhealthy, hang, memory (got "yes"); leave it out for none',
    ],
  ])('%o', (variables, message) => expect(() => readEnvironment(variables)).toThrow(new Error(message)));
});
