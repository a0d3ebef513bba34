import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { liveOn, plainService } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const front = { address: '127.0.0.9', from: '127.0.0.8' };
const client = '203.0.113.7';

let edge: RunningEdge;
let replica: Backend;

beforeAll(async () => {
  replica = await startBackend('one', (request, response) => response.end(JSON.stringify(request.headers)));
  edge = await startEdge([plainService('phrase', { hosts: ['phrase.test'] })], { front });
  await edge.apply([liveOn('phrase', [replica.port])]);
  await edge.healthy('phrase-1', 1);
});

afterAll(async () => {
  await edge?.stop();
  await replica?.stop();
});

/** One request over a connection that says first, or does not, for whom it is. */
async function ask(way: { from: string; to: string; says: string }): Promise<string> {
  const socket = connect({ host: way.to, port: edge.plan.edge.https, localAddress: way.from });
  await once(socket, 'connect');
  socket.write(way.says);
  const secure = connectTls({ socket, servername: 'phrase.test', rejectUnauthorized: false });
  await once(secure, 'secureConnect');
  secure.write('GET / HTTP/1.1\r\nhost: phrase.test\r\nconnection: close\r\n\r\n');
  return await text(secure);
}

const proxyLine = `PROXY TCP4 ${client} ${front.address} 50000 443\r\n`;

test('the balancer says who the client is', async () => {
  const answer = await ask({ from: front.from, to: front.address, says: proxyLine });
  expect(answer).toContain(`"x-forwarded-for":"${client}"`);
});

test('nobody else is heard where the balancer is', async () => {
  await expect(ask({ from: '127.0.0.7', to: front.address, says: proxyLine })).rejects.toThrow();
});

test('the balancer is not heard without that word', async () => {
  await expect(ask({ from: front.from, to: front.address, says: '' })).rejects.toThrow();
});

test('everybody comes in as ever elsewhere, where that word is none', async () => {
  const usual = { from: '127.0.0.7', to: '127.0.0.1' };
  expect(await ask({ ...usual, says: '' })).toContain('"x-forwarded-for":"127.0.0.7"');
  await expect(ask({ ...usual, says: proxyLine })).rejects.toThrow();
});
