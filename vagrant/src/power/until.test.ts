import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { sshAnswers, until } from './until.ts';

it.each([
  ['an sshd', 'SSH-2.0-OpenSSH_9.2p1\r\n', true],
  ['something else', 'HTTP/1.1 400 Bad Request\r\n', false],
  ['a port that is forwarded to nobody', '', false],
])('sees %s', async (_, greeting, is) => {
  const server = createServer((socket) => socket.end(greeting));
  expect(await sshAnswers(await listen(server))).toBe(is);
  server.close();
});

it('sees that nobody listens', async () => {
  const server = createServer();
  const port = await listen(server);
  server.close();
  expect(await sshAnswers(port)).toBe(false);
});

it('does not wait for what says nothing, and keeps a program alive until then', async () => {
  const server = createServer(() => undefined);
  const look = `import { sshAnswers } from '${import.meta.dirname}/until.ts'; process.stdout.write(String(await sshAnswers(${await listen(server)})));`;
  const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', look]);
  expect(stdout).toBe('false');
  server.close();
});

it('says what did not come, and how long it was waited for', async () => {
  await expect(until('sshd', async () => false, 0)).rejects.toThrow('sshd: not within 0 s');
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
