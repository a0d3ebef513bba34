import { execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Machine } from '../machine.ts';

const program = '/usr/sbin/sshd';

/** What a test of a real ssh server needs; elsewhere there is none to try. */
export const hasServer = existsSync(program);

/** A real sshd on loopback for the user who runs the test, behind a line that can be cut. */
export class SshServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'causeway-sshd-'));
  readonly #line = new Line();
  readonly #engine: Server;
  #sshd: ReturnType<typeof spawn> | undefined;
  #port = 0;

  constructor() {
    this.#engine = createServer((_, response) => response.end('an engine'));
    this.key('host');
    this.key('identity');
  }

  async start(settings: readonly string[] = []): Promise<this> {
    if (!this.#engine.listening) await listening(this.#engine.listen(this.path('engine.sock')));
    this.#port ||= await freePort();
    this.write('config', configOf(this, this.#port, settings));
    // before it drops its rights it looks for its own folder
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
    this.#sshd = spawn(program, ['-D', '-e', '-f', this.path('config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await saying(this.#sshd, /Server listening/);
    await this.#line.open(this.#port);
    return this;
  }

  async stop(): Promise<void> {
    this.#line.close();
    await ended(this.#sshd);
  }

  async remove(): Promise<void> {
    await this.stop();
    this.#engine.close();
    rmSync(this.folder, { recursive: true });
  }

  machine(changes: Partial<Machine> = {}): Machine {
    return {
      target: 'prod',
      name: 'ssh://server',
      host: '127.0.0.1',
      port: this.port,
      user: userInfo().username,
      identity: this.path('identity'),
      knownHosts: this.path('known hosts'),
      ...changes,
    };
  }

  get port(): number {
    return this.#line.port;
  }

  /** What passes is closed, as by a router that has forgotten it. */
  cut(): void {
    this.#line.cut();
  }

  key(name: string): void {
    rmSync(this.path(name), { force: true });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.path(name)]);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text, { mode: 0o600 });
  }

  path(name: string): string {
    return join(this.folder, name);
  }
}

function configOf(server: SshServer, port: number, settings: readonly string[]): string {
  return [
    ...settings,
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey "${server.path('host')}"`,
    'PidFile none',
    `AuthorizedKeysFile "${server.path('identity.pub')}"`,
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin yes',
    `SetEnv DOCKER_HOST=unix://${server.path('engine.sock')}`,
    '',
  ].join('\n');
}

/** Hands on every byte between a port of its own and another one. */
class Line {
  readonly #sockets = new Set<Socket>();
  readonly #server = createTcpServer((near) => this.#join(near));
  #leadsTo = 0;

  async open(port: number): Promise<void> {
    this.#leadsTo = port;
    if (!this.#server.listening) await listening(this.#server.listen(0, '127.0.0.1'));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(near: Socket): void {
    const far = connect(this.#leadsTo, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.pipe(other);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}

/** A port that nothing listens on, below those that the system gives to whoever asks for any. */
export async function freePort(): Promise<number> {
  const port = randomInt(10_000, 32_768);
  const server = createTcpServer();
  try {
    await listening(server.listen(port, '127.0.0.1'));
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(server: TcpServer): Promise<void> {
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
}

async function saying(child: ReturnType<typeof spawn>, sign: RegExp): Promise<void> {
  let said = '';
  for await (const text of child.stderr ?? []) {
    said += text;
    if (sign.test(said)) return void child.stderr?.resume();
  }
  throw new Error(`sshd ended: ${said}`);
}

async function ended(child: ReturnType<typeof spawn> | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const end = once(child, 'exit');
  child.kill();
  await end;
}
