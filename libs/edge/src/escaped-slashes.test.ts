import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { http2, https } from './testing/client.ts';
import { liveOn, plainService } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

let edge: RunningEdge;
let replica: Backend;

beforeAll(async () => {
  replica = await startBackend('one');
  edge = await startEdge([
    plainService('strict', { hosts: ['strict.example'], escapedSlashes: 'reject' }),
    plainService('plain', { hosts: ['plain.example'] }),
  ]);
  await edge.apply([liveOn('strict', [replica.port]), liveOn('plain', [replica.port])]);
  await edge.healthy('strict-1', 1);
  await edge.healthy('plain-1', 1);
});

afterAll(async () => {
  await edge?.stop();
  await replica?.stop();
});

const ask = (host: string, path: string) => https(edge, path, { headers: { host } });

test.each(['/a%2Fb', '/a%2fb', '/%2f', '/a/%2F/b?c', '/a%2f'])(
  '%s is refused where it was asked for, and passes elsewhere',
  async (path) => {
    const refused = await ask('strict.example', path);
    expect({ ...refused, body: JSON.parse(refused.body) }).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('%2F') },
    });
    expect((await http2(edge, path, { ':authority': 'strict.example' })).status).toBe(400);
    expect((await ask('plain.example', path)).status).toBe(200);
    expect(replica.seen.map(({ url }) => url)).toEqual([path]);
    replica.seen.length = 0;
  },
);

test.each(['/a/b', '/a?b=%2F', '/a?%2f', '/2F', '/%2b', '/a%20%2Cb'])('%s passes', async (path) => {
  expect((await ask('strict.example', path)).status).toBe(200);
});
