import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callEngine, EngineSilent, isEngineGone, isEngineSilent, unless } from './engine-call.ts';

let folder: string;
let server: Server | undefined;
const socketPath = () => join(folder, 'engine.sock');
const docker = () => new Docker({ socketPath: socketPath() });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-engine-'));
});

afterEach(() => {
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true });
});

async function engineThat(treats: (socket: Socket) => void): Promise<void> {
  server = createServer((socket) => {
    socket.unref();
    treats(socket);
  }).listen(socketPath());
  await once(server, 'listening');
}

function answering(status: string, message: string): (socket: Socket) => void {
  const body = JSON.stringify({ message });
  const answer = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  return (socket) => socket.once('data', () => socket.end(answer));
}

const list = (deadline: number) =>
  callEngine('list containers', deadline, (abortSignal) => docker().listContainers({ abortSignal })).catch(
    (error) => error,
  );

describe('an engine', () => {
  test('that says nothing is given up at the deadline, with what was waited for', async () => {
    await engineThat(() => {});
    const error = await list(50);
    expect(error).toBeInstanceOf(EngineSilent);
    expect(error.message).toMatch(/^waited 0.05 s for the Docker engine to list containers, and it does not/);
    expect(isEngineGone(error)).toBe(false);
    expect(isEngineSilent(error)).toBe(true);
    expect(isEngineSilent(new Error('the release failed', { cause: error }))).toBe(true);
  });

  test('that says nothing is given up also where the client knows no signal', async () => {
    await engineThat(() => {});
    const inspect = callEngine('inspect the image x', 50, () => docker().getImage('x').inspect());
    await expect(inspect).rejects.toThrow(EngineSilent);
  });

  test.each([
    ['cuts the connection', () => engineThat((socket) => socket.once('data', () => socket.destroy()))],
    ['is not there', async () => {}],
  ])('that %s is gone', async (_what, prepare) => {
    await prepare();
    const error = await list(30_000);
    expect(isEngineGone(error)).toBe(true);
    expect(isEngineGone(new Error('the release failed', { cause: error }))).toBe(true);
    expect(error.message).toMatch(/^the Docker engine went away when it was to list containers: /);
  });

  test.each([
    'context canceled',
    'transport is closing: unavailable',
    'grpc: the client connection is closing: unknown',
    'connection error: desc = "transport: error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused": unavailable',
    'ttrpc: closed: unknown',
    'Could not mount "/var/run/docker.sock" to container while the daemon is shutting down',
  ])('that ends while it answers is gone: %s', async (message) => {
    await engineThat(answering('500 Internal Server Error', message));
    const error = await list(30_000);
    expect(isEngineGone(error)).toBe(true);
    expect(error.message).toContain(message);
  });

  test('that has an error of its own is not gone', async () => {
    await engineThat(answering('500 Internal Server Error', 'no space left on device'));
    const error = await list(30_000);
    expect(error).toMatchObject({ statusCode: 500 });
    expect([isEngineGone(error), isEngineSilent(error)]).toEqual([false, false]);
  });

  test('that refuses is not gone, and its refusal is passed on', async () => {
    await engineThat(answering('404 Not Found', 'no such thing: context canceled'));
    const error = await callEngine('inspect x', 30_000, () => docker().getContainer('x').inspect()).catch(
      (refusal) => refusal,
    );
    expect(error).toMatchObject({ statusCode: 404 });
    expect(isEngineGone(error)).toBe(false);
    expect(await unless([404], () => Promise.reject(error))).toBeUndefined();
  });
});

test('a connection that others lose does not make the engine gone', () => {
  expect(isEngineGone(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))).toBe(false);
});
