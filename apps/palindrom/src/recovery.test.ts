import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DatabaseServer } from './testing/database-server.ts';
import { sayMissing } from './testing/installed.ts';
import { mariadbProgram, startMariadb } from './testing/mariadb-server.ts';
import { postgresqlProgram, startPostgresql } from './testing/postgresql-server.ts';
import { startMain, startProgram } from './testing/program.ts';
import { type RedisServer, redisProgram, startRedis } from './testing/redis-server.ts';

const databases = {
  PostgreSQL: { program: postgresqlProgram, start: startPostgresql },
  MariaDB: { program: mariadbProgram, start: startMariadb },
};

for (const [name, kind] of Object.entries(databases)) {
  describe.skipIf(!kind.program)(name, () => {
    let server: DatabaseServer;
    beforeAll(async () => {
      server = await kind.start();
    });
    afterAll(() => server?.remove());

    test('may go and come back', async () => {
      const variables = { DATABASE_URI: server.uri('phrase') };
      const { child, url } = await startMain(variables);
      expect(await ask(`${url}/status`)).toEqual([404, 'Not ready']);
      await startProgram('create_db', variables).exited();
      await answers(`${url}/status`, 200);
      await Promise.all(Array.from({ length: 20 }, () => ask(`${url}/palindrom/Anna`)));

      await server.stop();
      await answers(`${url}/status`, 404);
      expect((await ask(`${url}/palindrom/Anna`))[0]).toBe(503);

      await server.start();
      await answers(`${url}/status`, 200);
      const again = await Promise.all(Array.from({ length: 20 }, () => ask(`${url}/palindrom/Anna`)));
      expect(again.map(([status]) => status)).toEqual(Array(20).fill(200));
      expect(await child.end('SIGTERM')).toBe(0);
      expect(child.output).not.toContain(server.uri('phrase'));
    });
  });
}

if (!redisProgram) sayMissing('Redis', 'redis-server');
describe.skipIf(!redisProgram)('Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  test('may go and come back', async () => {
    const { child, url } = await startMain({
      DATABASE_URI: 'sqlite:///:memory:',
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: String(server.port),
    });
    await answers(`${url}/status`, 200);
    expect(await ask(`${url}/redis-hits`)).toEqual([200, '{"hits":1}']);
    expect(await ask(`${url}/redis-hits`)).toEqual([200, '{"hits":2}']);

    await server.stop();
    await answers(`${url}/status`, 404);
    expect(await ask(`${url}/redis-hits`)).toEqual([
      503,
      '{"error":"Redis is away; try again in a moment."}',
    ]);
    expect((await ask(`${url}/palindrom/Anna`))[0]).toBe(200);

    await server.start();
    await answers(`${url}/status`, 200);
    expect((await ask(`${url}/redis-hits`))[0]).toBe(200);
    expect(await child.end('SIGTERM')).toBe(0);
  });

  test('need not be there at the start, nor at the end', async () => {
    await server.stop();
    const { child, url } = await startMain({
      DATABASE_URI: 'sqlite:///:memory:',
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: String(server.port),
    });
    expect(await ask(`${url}/status`)).toEqual([404, 'Not ready']);
    await child.printed(/not ready: redis: /);
    expect(await child.end('SIGTERM')).toBe(0);
  });
});

async function ask(url: string): Promise<[status: number, body: string]> {
  const response = await fetch(url);
  return [response.status, await response.text()];
}

/** Waits for a change that comes by itself. */
async function answers(url: string, status: number): Promise<void> {
  await vi.waitUntil(async () => (await ask(url))[0] === status, { timeout: 60_000, interval: 20 });
}
