import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Connection } from './connection.ts';
import type { Trouble } from './connection-failure.ts';
import type { Machine } from './machine.ts';
import { freePort, hasServer, SshServer } from './testing/ssh-server.ts';

const hasEngine = spawnSync('sh', ['-c', 'PATH=$PATH:/usr/sbin:/sbin; command -v dockerd']).status === 0;

describe.runIf(hasServer)('a connection', { timeout: 60_000 }, () => {
  const server = new SshServer();
  const open: Connection[] = [];

  beforeAll(async () => void (await server.start()));
  afterEach(async () => void (await Promise.all(open.splice(0).map((each) => each.close()))));
  afterAll(() => server.remove());

  async function connect(changes: Partial<Machine> = {}): Promise<Connection> {
    const connection = await Connection.open(server.machine(changes));
    open.push(connection);
    return connection;
  }

  test('brings the engine there as a socket here', async () => {
    const connection = await connect();
    expect(connection.facts.engine).toEqual({ socket: server.path('engine.sock'), state: 'there' });
    expect(await ask(await connection.engine())).toBe('an engine');
  });

  test('runs commands there, each word as it was written', async () => {
    const { file, args } = (await connect()).program(['printf', '%s|', "it's", '$HOME', 'two words', '*']);
    expect((await execa(file, args)).stdout).toBe("it's|$HOME|two words|*|");
  });

  test('keeps the key of the machine at the first contact, and says so once', async () => {
    const knownHosts = server.path('first contact');
    expect((await connect({ knownHosts })).firstContact).toBe('ED25519');
    expect((await connect({ knownHosts })).firstContact).toBeUndefined();
  });

  test('is taken up again after a cut, at the same address', async () => {
    const connection = await connect();
    const address = await connection.engine();
    server.cut();
    await expect.poll(() => ask(address).catch(() => 'nobody'), { timeout: 45_000 }).toBe('an engine');
    const { file, args } = connection.program(['echo', 'here']);
    expect((await execa(file, args)).stdout).toBe('here');
  });

  test('leaves nothing behind', async () => {
    const connection = await connect();
    const { file, args } = connection.program(['true']);
    await connection.close();
    await expect(execa(file, args)).rejects.toThrow('255');
    await expect(ask(connection.engineAddress)).rejects.toThrow('ENOENT');
  });

  test.each<[Trouble, () => Promise<Partial<Machine>> | Partial<Machine>, string]>([
    ['unknown name', () => ({ host: 'nowhere.invalid' }), 'the name nowhere.invalid leads nowhere'],
    ['port refused', async () => ({ port: await freePort() }), 'nothing listens on port'],
    ['no ssh server', async () => ({ port: await notSsh() }), 'before ssh could begin'],
    ['key file missing', () => ({ identity: '/nowhere/key' }), 'there is no private key /nowhere/key'],
    ['key refused', () => ({ identity: strangersKey() }), 'write the private one that belongs to it'],
    ['key file open to others', () => ({ identity: openKey() }), 'chmod 600'],
    ['host key changed', () => ({ knownHosts: otherKey() }), 'ssh-keygen -f'],
  ])('is refused: %s', async (trouble, changes, words) => {
    const opening = Connection.open(server.machine(await changes()));
    await expect(opening).rejects.toMatchObject({ trouble, message: expect.stringContaining(words) });
  });

  test.each<[Trouble, readonly string[]]>([
    [hasEngine ? 'engine stopped' : 'engine absent', ['SetEnv DOCKER_HOST=unix:///nowhere/docker.sock']],
    ['forwarding refused', ['AllowStreamLocalForwarding no']],
  ])('has no engine: %s', async (trouble, settings) => {
    const other = await new SshServer().start(settings);
    const connection = await Connection.open(other.machine());
    try {
      await expect(connection.engine()).rejects.toMatchObject({ trouble });
    } finally {
      await connection.close();
      await other.remove();
    }
  });

  function strangersKey(): string {
    server.key('stranger');
    return server.path('stranger');
  }

  function openKey(): string {
    server.write('open', server.read('identity'));
    chmodSync(server.path('open'), 0o644);
    return server.path('open');
  }

  /** What another machine at this address had shown. */
  function otherKey(): string {
    const [type, key] = server.read('identity.pub').split(' ');
    server.write('others', `[127.0.0.1]:${server.port} ${type} ${key}\n`);
    return server.path('others');
  }
});

async function notSsh(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer((socket) => socket.end('220 mail\r\n')).listen(0, '127.0.0.1');
  server.unref();
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as { port: number }).port;
}

function ask(address: string): Promise<string> {
  const socketPath = address.slice('unix://'.length);
  return new Promise((resolve, reject) => {
    request({ socketPath, path: '/' }, (response) => resolve(text(response)))
      .on('error', reject)
      .end();
  });
}
