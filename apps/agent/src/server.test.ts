import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { LeaseHeld, Mistake, Obstacle, type Request, type Results, type Tell } from '@causeway/release';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listen } from './server.ts';

type Answer = (request: Request, tell: Tell) => Promise<Results['edge']>;

const asked = { op: 'edge' } as const;
const line = `${JSON.stringify(asked)}\n`;
const holder = { owner: 'ann@laptop', what: 'release 1.0.0+2', token: 2, since: 0, until: 1 };
const result = { files: { 'cds.json': '{}' } };

let directory: string;
let server: Server;
let answer: Answer;
const path = () => join(directory, 'agent.sock');

beforeEach(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  directory = mkdtempSync(join(tmpdir(), 'causeway-server-'));
  answer = async () => result;
  server = await listen({ answer: (request, tell) => answer(request, tell) }, path());
});

afterEach(() => {
  vi.restoreAllMocks();
  server.close();
  rmSync(directory, { recursive: true });
});

test('only root may connect', () => {
  expect(statSync(path()).mode & 0o777).toBe(0o600);
});

test('a socket that an earlier agent has left is replaced', async () => {
  const later = await listen({ answer: async () => result }, path());
  expect(await say(line)).toEqual([{ result }]);
  later.close();
});

describe('one request a connection', () => {
  test('is answered with events in order, then the result', async () => {
    const requests: Request[] = [];
    const event = (step: string) => ({ at: 1, step, state: 'done' }) as const;
    answer = async (request, tell) => {
      requests.push(request);
      for (const step of ['look', 'start']) tell(event(step));
      return result;
    };
    expect(await say(line)).toEqual([{ event: event('look') }, { event: event('start') }, { result }]);
    expect(requests).toEqual([asked]);
  });

  test('may come in pieces, and a second one is not read', async () => {
    const socket = connect(path());
    socket.write(line.slice(0, 5));
    socket.write(`${line.slice(5)}${line}`);
    expect(await messages(socket)).toEqual([{ result }]);
  });

  test('is answered also when the client has closed its end', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answer = async () => {
      await promise;
      return result;
    };
    const socket = connect({ path: path(), allowHalfOpen: true });
    socket.end(line);
    const answered = messages(socket);
    await once(socket, 'finish');
    resolve();
    expect(await answered).toEqual([{ result }]);
  });

  test('that fails is answered with its error', async () => {
    answer = async () => Promise.reject(new Error('no space left on device'));
    expect(await say(line)).toEqual([{ error: { message: 'no space left on device' } }]);
  });

  test.each([
    [new Mistake('services.api: the platform has no such service; it has site'), 'mistake'],
    [new Obstacle('api is being released'), 'obstacle'],
    [new LeaseHeld('api', holder), 'obstacle'],
  ])('that is refused is answered with its kind: %s', async (error, kind) => {
    answer = async () => Promise.reject(error);
    expect(await say(line)).toEqual([{ error: { message: error.message, kind } }]);
  });
});

describe('what is no request', () => {
  test.each(['nonsense', '', 'null', '"edge"', '{}', '{"op": 1}', '[1, 2]'])('%j', async (garbage) => {
    const message = `a request is one line of JSON with an "op" (got ${JSON.stringify(garbage)})`;
    expect(await say(`${garbage}\n`)).toEqual([{ error: { message } }]);
  });

  test('a connection alone, as of the health check, is no request, and the next one is answered', async () => {
    const socket = connect(path());
    await once(socket, 'connect');
    socket.end();
    expect(await messages(socket)).toEqual([]);
    expect(await say(line)).toEqual([{ result }]);
  });
});

test('a client that vanishes does not end the work that it asked for', async () => {
  const [begun, vanished, ended] = [0, 1, 2].map(() => Promise.withResolvers<void>());
  answer = async (_request, tell) => {
    begun?.resolve();
    await vanished?.promise;
    for (let written = 0; written < 100; written++) {
      tell({ at: written, step: 'drain', state: 'waiting', detail: 'x'.repeat(10_000) });
      await new Promise(setImmediate);
    }
    ended?.resolve();
    return result;
  };
  const socket = connect(path());
  socket.write(line);
  await begun?.promise;
  socket.destroy();
  await once(socket, 'close');
  vanished?.resolve();
  await ended?.promise;
  expect(await say('{}\n')).toHaveLength(1);
});

test('two clients at once are both answered, the quick one first', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  answer = async ({ op }) => {
    if (op === 'status') await promise;
    return { files: { op } };
  };
  const slow = say('{"op":"status"}\n');
  expect(await say(line)).toEqual([{ result: { files: { op: 'edge' } } }]);
  resolve();
  expect(await slow).toEqual([{ result: { files: { op: 'status' } } }]);
});

function say(written: string): Promise<unknown[]> {
  const socket = connect(path());
  socket.write(written);
  return messages(socket);
}

async function messages(socket: Socket): Promise<unknown[]> {
  const lines = (await text(socket)).split('\n').filter(Boolean);
  return lines.map((one) => JSON.parse(one));
}
