import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { keystream } from './keystream.ts';
import { startMain } from './testing/program.ts';

const variables = { DATABASE_URI: 'sqlite:///:memory:', CAUSEWAY_RELEASE: '1.0.0+7' };

describe('/socket', () => {
  test('acknowledges every message once, in order', async () => {
    const { url } = await startMain(variables);
    const socket = await openSocket(url);
    const answers = received(socket, 3);
    for (const message of ['a', 'b', 'a']) socket.send(message);
    expect(await answers).toEqual([
      { message: 'a', count: 1, release: '1.0.0+7' },
      { message: 'b', count: 2, release: '1.0.0+7' },
      { message: 'a', count: 3, release: '1.0.0+7' },
    ]);
  });

  test('does not keep a deploy waiting while it is open', async () => {
    const { url } = await startMain(variables);
    await openSocket(url);
    await fetch(`${url}/prepare-for-deploy`);
    expect((await fetch(`${url}/ready-for-deploy`)).status).toBe(200);
  });

  test('is closed as by a restart when the process stops', async () => {
    const { child, url } = await startMain({ ...variables, APP_CLOSE_SECONDS: '1' });
    const sockets = await Promise.all(Array.from({ length: 3 }, () => openSocket(url)));
    const closed = sockets.map((socket) => once(socket, 'close'));
    child.send('SIGTERM');
    const codes = (await Promise.all(closed)).map(([code, reason]) => [code, String(reason)]);
    expect(codes).toEqual(Array(3).fill([1012, 'service restart']));
    expect(await child.exited()).toBe(0);
  });

  test('is still served until its close frame', async () => {
    const { child, url } = await startMain({ ...variables, APP_CLOSE_SECONDS: '60' });
    const [first, second] = [await openSocket(url), await openSocket(url)];
    child.send('SIGTERM');
    await once(first, 'close');
    const answer = received(second, 1);
    second.send('late');
    expect(await answer).toMatchObject([{ message: 'late' }]);
  });

  test('that does not answer the close frame keeps nobody waiting', async () => {
    const { child, url } = await startMain({ ...variables, APP_CLOSE_SECONDS: '0' });
    const socket = await openSocket(url);
    socket.pause();
    expect(await child.end('SIGTERM')).toBe(0);
  });

  test('wants a websocket', async () => {
    const { url } = await startMain(variables);
    expect((await fetch(`${url}/socket`)).status).toBe(404);
  });
});

describe('/events', () => {
  test('come with their numbers, and then an end', async () => {
    const { url } = await startMain(variables);
    const answer = await fetch(`${url}/events?every=10&count=2`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(await answer.text()).toBe(
      'id: 1\ndata: {"event":1,"release":"1.0.0+7"}\n\n' +
        'id: 2\ndata: {"event":2,"release":"1.0.0+7"}\n\n' +
        'event: end\ndata: {"last":2,"complete":true}\n\n',
    );
  });

  test('go on where a client says it was', async () => {
    const { url } = await startMain(variables);
    const answer = await fetch(`${url}/events?every=10&count=2`, { headers: { 'last-event-id': '1' } });
    expect((await answer.text()).match(/^id: \d+$/gm)).toEqual(['id: 2']);
  });

  test('are work in hand, until the process stops and ends them', async () => {
    const { child, url } = await startMain(variables);
    const answer = await fetch(`${url}/events?every=60000&count=2`);
    await fetch(`${url}/prepare-for-deploy`);
    const { left } = (await (await fetch(`${url}/ready-for-deploy`)).json()) as { left: object };
    expect(left).toMatchObject({ requests: 1 });
    child.send('SIGTERM');
    expect(await answer.text()).toContain('event: end\ndata: {"last":1,"complete":false}\n\n');
    expect(await child.exited()).toBe(0);
  });
});

describe('/download', () => {
  test('is the same for the same seed, to the byte', async () => {
    const { url } = await startMain(variables);
    const answer = await fetch(`${url}/download?bytes=1000003&seed=a`);
    expect(answer.headers.get('content-length')).toBe('1000003');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.equals(bytesOf(keystream('a', 1_000_003)))).toBe(true);
    expect(bytes.equals(bytesOf(keystream('b', 1_000_003)))).toBe(false);
  });

  test('is work in hand until its reader is done, or gone', async () => {
    const { child, url } = await startMain(variables);
    const answer = await fetch(`${url}/download?bytes=200000000`);
    await fetch(`${url}/prepare-for-deploy`);
    await vi.waitUntil(async () => (await fetch(`${url}/ready-for-deploy`)).status === 503);
    await answer.body?.cancel();
    await vi.waitUntil(async () => (await fetch(`${url}/ready-for-deploy`)).status === 200);
    expect(await child.end('SIGTERM')).toBe(0);
  });
});

describe('/upload', () => {
  test('tells what has arrived', async () => {
    const { url } = await startMain(variables);
    const body = bytesOf(keystream('a', 3_000_001));
    const answer = await fetch(`${url}/upload`, { method: 'POST', body });
    expect(await answer.json()).toEqual({
      bytes: 3_000_001,
      sha256: createHash('sha256').update(body).digest('hex'),
    });
  });

  test('refuses what is too large, even without a length', async () => {
    const { url } = await startMain(variables);
    const body = ReadableStream.from(keystream('a', 200 * 1024 * 1024 + 1));
    const answer = await fetch(`${url}/upload`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(answer.status).toBe(413);
  });
});

async function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket`);
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return socket;
}

function received(socket: WebSocket, count: number): Promise<unknown[]> {
  const messages: unknown[] = [];
  return new Promise((resolve) => {
    socket.on('message', (message) => {
      messages.push(JSON.parse(String(message)));
      if (messages.length === count) resolve(messages);
    });
  });
}

function bytesOf(chunks: Iterable<Buffer>): Buffer {
  return Buffer.concat([...chunks]);
}
