import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { lookAtWayIn } from './way-in.ts';

async function listener() {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

test("the ports of Vagrant's machines lead somewhere, or it is said what starts the balancer", async () => {
  const [http, https] = [await listener(), await listener()];
  const target = { isVagrants: true, outline: { edge: { http: http.port, https: https.port } } };
  const said: string[] = [];
  await lookAtWayIn(target, (line) => said.push(line));
  expect(said).toEqual([`127.0.0.1:${http.port} and 127.0.0.1:${https.port} lead there`]);
  https.close();
  await expect(lookAtWayIn(target, () => {})).rejects.toThrow(
    `127.0.0.1:${https.port}: nobody listens there, so the machines run and nobody reaches them; \`vagrant provision\``,
  );
  http.close();
});

test('what stands in front of others is not looked for', async () => {
  const said: string[] = [];
  const target = { isVagrants: false, outline: { edge: { http: 1, https: 1 } } };
  await lookAtWayIn(target, (line) => said.push(line));
  expect(said).toEqual(['nothing of ours stands in front']);
});
