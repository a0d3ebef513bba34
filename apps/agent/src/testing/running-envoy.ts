import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyEdge, renderBootstrap } from '@causeway/edge';
import { edgeProgram } from '@causeway/edge/program';
import { freePort } from '@causeway/edge/testing';
import { edgeArguments, type Plan, planPlatform } from '@causeway/plan';
import { EdgeAdmin } from '../edge-admin.ts';
import { EdgeDirectory } from '../edge-directory.ts';

const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
const binary = process.env.CAUSEWAY_ENVOY || join(cache, 'causeway/envoy/1.40.0/envoy');

/** A real Envoy as it runs in the edge's container, with a folder of its own for its files. */
export class RunningEnvoy {
  readonly folder: string;
  readonly directory: EdgeDirectory;
  readonly admin: EdgeAdmin;
  readonly plan: Plan;
  output = '';
  #process: ChildProcess | undefined;

  static async start(http?: number, https?: number): Promise<RunningEnvoy> {
    const envoy = new RunningEnvoy(http ?? (await freePort()), https ?? (await freePort()));
    for (const [name, content] of Object.entries(emptyEdge()))
      await envoy.directory.write(name, content, false);
    await envoy.start();
    return envoy;
  }

  constructor(http: number, https: number, folder = newFolder()) {
    this.folder = folder;
    const directory = join(folder, 'files');
    mkdirSync(directory, { recursive: true });
    this.directory = new EdgeDirectory(directory, process.getuid?.() ?? 0);
    const adminSocket = join(this.folder, 'admin.sock');
    this.admin = new EdgeAdmin(adminSocket);
    const plan = planPlatform(
      { ...platform, targets: { local: { ...target, http, https } } },
      'local',
      facts,
    );
    this.plan = { ...plan, edge: { ...plan.edge, directory, adminSocket } };
  }

  /** With the program that starts it in its container, or as Envoy alone. */
  async start(how: 'alone' | 'by its program' = 'alone'): Promise<void> {
    const bootstrap = join(this.folder, 'bootstrap.json');
    writeFileSync(bootstrap, renderBootstrap(this.plan));
    const envoy = [binary, ...edgeArguments(this.plan.edge, bootstrap)];
    const { directory, adminSocket } = this.plan.edge;
    const program = how === 'alone' ? [] : ['perl', edgeProgram, 'run', '1', directory, adminSocket];
    const [command = '', ...args] = [...program, ...envoy];
    // a group of its own, which ends as one
    this.#process = spawn(command, args, { stdio: 'pipe', detached: true });
    const keep = (chunk: Buffer) => {
      this.output += chunk;
    };
    this.#process.stdout?.on('data', keep);
    this.#process.stderr?.on('data', keep);
    while (!(await this.#answers())) {
      if (this.#process.exitCode !== null) throw new Error(`the edge has ended: ${this.output}`);
      await new Promise(setImmediate);
    }
  }

  async stop(): Promise<void> {
    if (this.#process?.exitCode !== null || this.#process.pid === undefined) return;
    process.kill(-this.#process.pid, 'SIGKILL');
    await once(this.#process, 'close');
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** As `docker exec` does it. */
  async exec([program, ...args]: readonly string[]): Promise<{ exitCode: number; output: string }> {
    if (program !== 'envoy') throw new Error(`${program}: there is only envoy`);
    return new Promise((resolve) => {
      // a refusal may repeat the whole configuration
      execFile(binary, args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
        resolve({ exitCode: error ? Number(error.code) : 0, output: stdout + stderr }),
      );
    });
  }

  #answers(): Promise<boolean> {
    return this.admin.versions().then(
      () => true,
      () => false,
    );
  }
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'causeway-agent-edge-'));
}

const target = { subnet: '10.219.0.0/21' };

const platform: Omit<Parameters<typeof planPlatform>[0], 'targets'> = {
  name: 'agenttest',
  server: { users: [], packages: [] },
  edge: {
    tls: { mode: 'self-signed' },
    showRelease: true,
    memory: 2 ** 28,
    signIns: { failures: 16, failuresInAll: 500, per: 300_000 },
  },
  data: {},
  services: {},
};

const facts = {
  engine: { host: 'unix:///nowhere', socket: '/nowhere', desktop: false, cpus: 1 },
  images: { edge: 'sha256:1', agent: 'sha256:2', postgres: 'sha256:3', redis: 'sha256:4' },
};
