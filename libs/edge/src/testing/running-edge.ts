import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { type EdgePlan, edgeArguments, type Plan, type ServicePlan } from '@causeway/plan';
import {
  acknowledgements,
  adminPaths,
  type ClusterView,
  newRefusals,
  parseClusters,
  parseRefusals,
  parseVersions,
  unacknowledged,
} from '../admin.ts';
import { renderBootstrap } from '../bootstrap.ts';
import { emptyEdge, renderEdge } from '../edge.ts';
import type { EdgeSecrets, LiveService } from '../live.ts';
import type { EdgeFiles } from '../resource-file.ts';
import { transition } from '../transition.ts';
import { envoyBinary } from './envoy.ts';
import { freePort } from './free-port.ts';
import { testPlan, testSecrets } from './plan.ts';

/** A real Envoy on loopback with the files of a plan. */
export class RunningEdge {
  readonly plan: Plan;
  readonly #directory: string;
  #files: EdgeFiles = emptyEdge();
  #process?: ChildProcess;
  #output = '';

  constructor(plan: Plan, directory: string) {
    this.plan = plan;
    this.#directory = directory;
  }

  async start(): Promise<void> {
    for (const [name, content] of Object.entries(this.#files)) this.write(name, content);
    await this.#startProcess();
  }

  async restart(): Promise<void> {
    await this.stopProcess();
    await this.#startProcess();
  }

  async #startProcess(): Promise<void> {
    const bootstrap = join(this.#directory, 'bootstrap.json');
    writeFileSync(bootstrap, renderBootstrap(this.plan));
    this.#process = spawn(envoyBinary(), [...edgeArguments(this.plan.edge, bootstrap)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.stdout?.on('data', (chunk) => {
      this.#output += chunk;
    });
    this.#process.stderr?.on('data', (chunk) => {
      this.#output += chunk;
    });
    await until(async () => (await this.admin(adminPaths.ready)).startsWith('LIVE'), this);
  }

  /** Brings the edge to what is live, and waits until it has taken it and sees every replica checked. */
  async apply(live: readonly LiveService[], secrets: EdgeSecrets = testSecrets()): Promise<void> {
    await this.show(renderEdge(this.plan, live, secrets));
  }

  /** By the stages that lead to these files. */
  async show(files: EdgeFiles): Promise<void> {
    for (const stage of transition(this.#files, files)) await this.put(stage);
  }

  /** Writes a set of files as the agent does, and waits for the edge's acknowledgement. */
  async put(files: EdgeFiles): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      if (this.#files[name] !== content) this.write(name, content);
    }
    await until(async () => this.#hasTaken(files), this);
    for (const name of Object.keys(this.#files)) if (!(name in files)) rmSync(this.#path(name));
    this.#files = files;
  }

  /** Puts one file in place as a whole. */
  write(name: string, content: string): void {
    writeFileSync(`${this.#path(name)}.tmp`, content, { mode: 0o600 });
    renameSync(`${this.#path(name)}.tmp`, this.#path(name));
  }

  async #hasTaken(files: EdgeFiles): Promise<boolean> {
    const versions = parseVersions(await this.admin(adminPaths.versions));
    return unacknowledged(acknowledgements(files), versions).length === 0;
  }

  async clusters(): Promise<ReadonlyMap<string, ClusterView>> {
    return parseClusters(await this.admin(adminPaths.clusters));
  }

  /** Waits until the edge calls so many of a cluster's replicas healthy. */
  async healthy(cluster: string, count: number): Promise<void> {
    await until(async () => {
      const view = (await this.clusters()).get(cluster);
      return view?.endpoints.filter(({ healthy }) => healthy).length === count;
    }, this);
  }

  async refusals(): Promise<number> {
    const counts = parseRefusals(await this.admin(adminPaths.refusals));
    return [...counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Waits until the edge has refused something, and names it. */
  async refusalsSince(before: ReadonlyMap<string, number>): Promise<string[]> {
    let refused: string[] = [];
    await until(async () => {
      refused = newRefusals(before, parseRefusals(await this.admin(adminPaths.refusals)));
      return refused.length > 0;
    }, this);
    return refused;
  }

  /** What the edge has written so far: its access log and its complaints. */
  get output(): string {
    return this.#output;
  }

  /** Waits for the line of the output that holds this. */
  async line(part: string): Promise<string> {
    const find = () => this.#output.split('\n').find((line) => line.includes(part));
    await until(async () => find() !== undefined, this);
    return find() ?? '';
  }

  admin(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const asked = request({ socketPath: this.plan.edge.adminSocket, path }, (answer) =>
        resolve(text(answer)),
      );
      asked.on('error', reject).end();
    });
  }

  async stop(): Promise<void> {
    await this.stopProcess();
    rmSync(this.#directory, { recursive: true });
  }

  async stopProcess(): Promise<void> {
    if (!this.running) return;
    this.#process?.kill('SIGTERM');
    await once(this.#process as ChildProcess, 'close');
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Microseconds that its process has computed so far; Linux only. */
  get cpu(): number {
    const fields = readFileSync(`/proc/${this.#process?.pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * clockTick;
  }

  get running(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  #path(name: string): string {
    return join(this.plan.edge.directory, name);
  }
}

export async function startEdge(
  services: readonly ServicePlan[],
  wanted: Partial<EdgePlan> = {},
): Promise<RunningEdge> {
  const directory = mkdtempSync(join(tmpdir(), 'causeway-edge-'));
  const [http, https] = [await freePort(), await freePort()];
  const adminSocket = join(directory, 'admin.sock');
  const edge = new RunningEdge(
    testPlan(services, {
      http,
      https,
      directory,
      adminSocket,
      ...wanted,
      ...(await metricsOf(wanted, adminSocket)),
    }),
    directory,
  );
  try {
    await edge.start();
    return edge;
  } catch (error) {
    await edge.stop();
    throw error;
  }
}

/** Microseconds; the same on every Linux that we run on. */
const clockTick = 10_000;

async function metricsOf({ metrics }: Partial<EdgePlan>, ownAdminSocket: string): Promise<Partial<EdgePlan>> {
  return metrics ? { metrics: { ...metrics, port: await freePort(), ownAdminSocket } } : {};
}

/** Milliseconds. */
const pollInterval = 5;

/** Asks again until it is so; ends with what the edge wrote when it has died. The test's own limit bounds it. */
async function until(isSo: () => Promise<boolean>, edge: RunningEdge): Promise<void> {
  while (!(await isSo().catch(() => false))) {
    if (!edge.running) throw new Error(`the edge has ended: ${edge.output}`);
    await setTimeout(pollInterval);
  }
}
