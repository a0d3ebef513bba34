import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { testDirectory } from './testing/directory.ts';
import { startMain, startProgram } from './testing/program.ts';

const inMemory = { DATABASE_URI: 'sqlite:///:memory:' };

describe('SIGTERM', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s with nothing in hand ends it with 0', async (signal) => {
    const { child } = await startMain(inMemory);
    expect(await child.end(signal)).toBe(0);
    expect(child.output).toContain('"stopped"');
  });

  test('a request in flight is answered, then the process ends with 0', async () => {
    const { child, url } = await startMain(inMemory);
    const agent = keepAliveAgent();
    await ask(`${url}/`, agent);
    const slow = ask(`${url}/slow?ms=4000`, agent);
    await inHand(url, 1);
    child.send('SIGTERM');
    await child.printed(/finishing 1 requests/);
    await refusesConnections(url);
    expect(await slow).toMatchObject({ status: 200, body: '{"waitedMs":4000}', connection: 'close' });
    expect(await child.exited()).toBe(0);
  });

  test('a connection on which nothing happens keeps nobody waiting', async () => {
    const { child, url } = await startMain(inMemory);
    const silent = connect(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void silent.destroy());
    await once(silent, 'connect');
    await ask(`${url}/`, keepAliveAgent());
    expect(await child.end('SIGTERM')).toBe(0);
  });

  test('what outlasts APP_STOP_SECONDS is cut off, and told', async () => {
    const { child, url } = await startMain({ ...inMemory, APP_STOP_SECONDS: '1' });
    const cut = expect(ask(`${url}/slow?ms=120000`)).rejects.toThrow();
    await inHand(url, 1);
    expect(await child.end('SIGTERM')).toBe(1);
    expect(child.output).toContain('1 requests cut off; raise APP_STOP_SECONDS');
    await cut;
  });
});

describe('a deploy', () => {
  test('is ready when the last request in hand is answered', async () => {
    const { url } = await startMain(inMemory);
    const slow = ask(`${url}/slow?ms=4000`);
    await inHand(url, 1);
    expect(await ask(`${url}/prepare-for-deploy`)).toMatchObject({ status: 200 });
    expect(await ask(`${url}/status`)).toMatchObject({ status: 404, body: 'Not ready' });
    const waiting = await ask(`${url}/ready-for-deploy`);
    expect([waiting.status, JSON.parse(waiting.body).left.requests]).toEqual([503, 1]);
    await slow;
    expect(await ask(`${url}/ready-for-deploy`)).toMatchObject({ status: 200, body: 'Ready' });
  });

  test('does not wait for a client that is gone', async () => {
    const { url } = await startMain(inMemory);
    const request = get(`${url}/slow?ms=120000`).on('error', () => {});
    await inHand(url, 1);
    request.destroy();
    await inHand(url, 0);
    await ask(`${url}/prepare-for-deploy`);
    expect(await ask(`${url}/ready-for-deploy`)).toMatchObject({ status: 200 });
  });
});

describe('a connection', () => {
  test('is kept open longer than a proxy keeps it', async () => {
    const { url } = await startMain(inMemory);
    expect((await ask(`${url}/`, keepAliveAgent())).keepAlive).toBe('timeout=75');
  });

  test('carries headers of a length that no text needs, and is told when they are longer', async () => {
    const { url } = await startMain(inMemory);
    const length = (characters: number) => ask(`${url}/palindrom/${'%20'.repeat(characters / 3)}a`);
    expect([(await length(60_000)).status, (await length(70_000)).status]).toEqual([414, 431]);
  });
});

describe('a mistake in the environment is one line and exit code 1', () => {
  const unopened = join('/proc', 'palindrom.db');
  test.each([
    [
      { APP_PORT: 'http' },
      'palindrom: APP_PORT: must be a whole number from 0 to 65535 (got "http"); leave it out for 5000\n',
    ],
    [
      { DATABASE_URI: 'sqlite://x' },
      'palindrom: DATABASE_URI: has only two slashes after sqlite:; write sqlite:///file.db\n',
    ],
    [
      { DATABASE_URI: `sqlite:///${unopened}`, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
      `palindrom: DATABASE_URI: cannot open the SQLite file ${unopened} (unable to open database file); name one in a directory that this user may write to\n`,
    ],
  ])('%o', async (variables, line) => {
    const child = startProgram('main', variables);
    expect(await child.exited()).toBe(1);
    expect(child.output).toBe(line);
  });

  test('also where the port is taken', async () => {
    const { url } = await startMain(inMemory);
    const child = startProgram('main', { ...inMemory, APP_HOST: '127.0.0.1', APP_PORT: new URL(url).port });
    expect(await child.exited()).toBe(1);
    expect(child.output).toMatch(/^palindrom: listen EADDRINUSE: .*; set APP_HOST or APP_PORT to another$/m);
  });

  test('also for a command whose database is away', async () => {
    const child = startProgram('create_db', { DATABASE_URI: 'postgres://me:secret@127.0.0.1:1/phrase' });
    expect(await child.exited()).toBe(1);
    expect(child.output).toBe(
      'palindrom: postgresql database phrase at 127.0.0.1, port 1: connect ECONNREFUSED 127.0.0.1:1; see that it runs and that DATABASE_URI is right\n',
    );
  });
});

test('what is stored in a SQLite file is there after a restart', async () => {
  const variables = { DATABASE_URI: `sqlite:///${join(testDirectory(), 'palindrom.db')}` };
  const first = await startMain(variables);
  await ask(`${first.url}/palindrom/Anna`);
  await first.child.end('SIGTERM');
  const second = await startMain(variables);
  expect(JSON.parse((await ask(`${second.url}/admin`)).body)).toMatchObject({
    total: 1,
    palindromes: [{ text: 'Anna' }],
  });
});

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly connection: string | undefined;
  readonly keepAlive: string | undefined;
}

async function ask(url: string, agent?: Agent): Promise<Answer> {
  const [response] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
  const { connection, 'keep-alive': keepAlive } = response.headers;
  return {
    status: response.statusCode,
    body: await text(response),
    connection,
    keepAlive: String(keepAlive),
  };
}

function keepAliveAgent(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return agent;
}

/** Waits until the application itself counts this many requests. */
async function inHand(url: string, requests: number): Promise<void> {
  const left = async () => JSON.parse((await ask(`${url}/ready-for-deploy`)).body).left.requests;
  await vi.waitUntil(async () => (await left()) === requests, { timeout: 60_000, interval: 10 });
}

async function refusesConnections(url: string): Promise<void> {
  const refused = (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED';
  await vi.waitUntil(() => ask(`${url}/`).then(() => false, refused), { timeout: 60_000, interval: 10 });
}
