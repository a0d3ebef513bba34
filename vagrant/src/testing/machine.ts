import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { containerMachine } from '../container.ts';
import { setUpMachine } from '../setup.ts';

export interface Outcome {
  readonly exitCode: number | undefined;
  /** Both streams as they came. */
  readonly text: string;
}

/** systemd listens a moment after the container has started. */
const manager = "timeout 120 sh -c 'until [ -S /run/systemd/private ]; do sleep 0.1; done'";

/** Longer than the distribution's packages take on a busy computer. Milliseconds. */
const deadline = 900_000;

const size = { cpus: 2, memory: 2 ** 31 };

/** A machine in a container of this computer's engine, with nothing of the bootstrap on it. */
export class Machine {
  readonly name: string;
  readonly image: string;
  readonly folder = mkdtempSync(join(tmpdir(), 'causeway-machine-'));

  private constructor(name: string, image: string) {
    this.name = name;
    this.image = image;
  }

  static async start(name: string): Promise<Machine> {
    const { image, createArgs } = containerMachine(await setUpMachine('machine-image'), size);
    const machine = new Machine(name, image);
    await succeed('docker', ['run', '--detach', '--name', name, '--hostname', name, ...createArgs, image]);
    await machine.booted().catch(async (error) => {
      await machine.remove();
      throw error;
    });
    return machine;
  }

  async remove(): Promise<void> {
    await succeed('docker', ['rm', '--force', '--volumes', this.name]);
    rmSync(this.folder, { recursive: true });
  }

  /** As a shell of root's. */
  run(command: string, input = ''): Promise<Outcome> {
    return outcomeOf('docker', ['exec', '--interactive', this.name, 'sh', '-c', command], input);
  }

  /** What a command printed that must succeed. */
  async tell(command: string, input?: string): Promise<string> {
    return textOf(command, await this.run(command, input));
  }

  async reboot(): Promise<void> {
    await succeed('docker', ['restart', '--time', '120', this.name]);
    await this.booted();
  }

  async address(): Promise<string> {
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    return await succeed('docker', ['inspect', '--format', format, this.name]);
  }

  /** Its own image on its own engine, as something to run there. */
  async loadImage(): Promise<void> {
    const saved = ['-c', `docker save ${this.image} | docker exec -i ${this.name} docker load --quiet`];
    await succeed('sh', saved);
  }

  async ssh(user: string, options: readonly string[], command: string): Promise<Outcome> {
    const known = [
      'StrictHostKeyChecking=accept-new',
      `UserKnownHostsFile=${join(this.folder, 'known_hosts')}`,
    ];
    const settings = [...known, 'BatchMode=yes', 'IdentitiesOnly=yes', 'LogLevel=ERROR'].flatMap((each) => [
      '-o',
      each,
    ]);
    const where = `${user}@${await this.address()}`;
    return await outcomeOf('ssh', ['-F', 'none', ...settings, ...options, where, command]);
  }

  private async booted(): Promise<void> {
    const { text } = await this.run(`${manager}; systemctl is-system-running --wait`);
    if (text !== 'running' && text !== 'degraded') throw new Error(`${this.name}: is ${text} after its boot`);
  }
}

/** Whether somebody takes connections there; what drops them answers as little as what is not there. */
export function takesConnections(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3000 });
    const end = (takes: boolean) => {
      socket.destroy();
      resolve(takes);
    };
    socket
      .on('connect', () => end(true))
      .on('error', () => end(false))
      .on('timeout', () => end(false));
  });
}

export async function succeed(file: string, args: readonly string[]): Promise<string> {
  return textOf([file, ...args].join(' '), await outcomeOf(file, args));
}

function textOf(what: string, { exitCode, text }: Outcome): string {
  if (exitCode !== 0) throw new Error(`${what}: exit code ${exitCode}\n${text}`);
  return text;
}

async function outcomeOf(file: string, args: readonly string[], input = ''): Promise<Outcome> {
  const { exitCode, all } = await execa(file, args, { all: true, reject: false, timeout: deadline, input });
  return { exitCode, text: all.trim() };
}
