import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type EdgeFiles, emptyEdge } from '@causeway/edge';
import { type Backend, freePort, startBackend } from '@causeway/edge/testing';
import { expect } from 'vitest';
import { FaultyHost, leaving, neighbours } from './faulty-host.ts';
import { newFolder, RunningEnvoy } from './running-envoy.ts';
import { Visitors } from './visitors.ts';

/** Of a disk that has room for all files some five times. */
const diskSize = 4 * 1024 * 1024;

export type Disk = 'own' | 'shared';

/** A host with an edge that serves visitors, and the faults that may befall its files. */
export class SufferingHost {
  readonly envoy: RunningEnvoy;
  readonly visitors: Visitors;
  readonly port: number;
  readonly #backend: Backend;
  readonly #mounted: boolean;
  #host: FaultyHost;

  /** Of `services`, which the visitors ask for. With a `disk` of its own, which can be full. */
  static async start(services: readonly string[], disk: Disk): Promise<SufferingHost> {
    const folder = newFolder();
    if (disk === 'own') execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskSize}`, 'none', folder]);
    const envoy = new RunningEnvoy(await freePort(), await freePort(), folder);
    for (const [name, content] of Object.entries(emptyEdge()))
      await envoy.directory.write(name, content, false);
    const suffering = new SufferingHost(envoy, await startBackend('hello'), services, disk === 'own');
    await envoy.start('by its program');
    await suffering.#host.settle();
    await suffering.visitors.come();
    return suffering;
  }

  constructor(envoy: RunningEnvoy, backend: Backend, services: readonly string[], mounted: boolean) {
    this.envoy = envoy;
    this.#backend = backend;
    this.port = backend.port;
    this.#mounted = mounted;
    this.#host = new FaultyHost(envoy, backend.port);
    this.visitors = new Visitors(envoy.plan.edge.https, services);
  }

  async stop(): Promise<void> {
    await this.visitors.leave();
    await this.envoy.stop();
    await this.#backend.stop();
    if (this.#mounted) execFileSync('umount', ['--lazy', this.envoy.folder]);
    rmSync(this.envoy.folder, { recursive: true });
  }

  /** The agent is killed at its nth call to the file system, or in the middle of its nth write. Its next start finds everything whole. */
  async killAgent(of: 'call' | 'write', nth: number): Promise<void> {
    const { http, https } = this.envoy.plan.edge;
    const program = join(import.meta.dirname, 'killed-agent.ts');
    const args = [program, this.envoy.folder, http, https, this.port, of, nth].map(String);
    const killed = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    killed.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const [, signal] = await once(killed, 'close');
    expect(signal, said).toBe('SIGKILL');
    await this.#startAgent(`killed at ${of} ${nth}`);
  }

  /** The disk has `left` bytes. What cannot be written is said, and can be once there is room. */
  async fillDisk(left: number): Promise<'written' | 'refused'> {
    const filler = join(this.envoy.folder, 'filler');
    const { bavail, bsize } = statfsSync(this.envoy.folder);
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)));
    const outcome = await this.#host.change().then(
      () => 'written' as const,
      (error: Error) => {
        expect(error.message).toMatch(/the disk is full|ENOSPC/);
        return 'refused' as const;
      },
    );
    await this.restartEdge();
    rmSync(filler);
    await this.#startAgent(`${left} bytes left`);
    await this.#host.change();
    return outcome;
  }

  /** Another hand damages a file while the agent is away; the edge starts on it, then the agent comes back. */
  async damage(file: string, fault: Fault): Promise<void> {
    const what = `${file} ${fault}`;
    const keep = join(this.envoy.folder, '..', `${this.envoy.folder.split('/').at(-1)}-kept`);
    cpSync(join(this.envoy.folder, 'state'), keep, { recursive: true, preserveTimestamps: true });
    const before = this.envoy.directory.read();
    faults[fault](join(this.envoy.folder, file));
    if (file.startsWith('files/')) await this.restartEdge();
    if (await this.#comesBack(what, file)) expect(rights(this.envoy, before), what).toEqual(rightsOf(before));
    rmSync(join(this.envoy.folder, 'state'), { recursive: true });
    cpSync(keep, join(this.envoy.folder, 'state'), { recursive: true, preserveTimestamps: true });
    rmSync(keep, { recursive: true });
    await this.#startAgent(`after ${what}`);
  }

  /** Every file of the edge and of the agent, but for the others' own journals. */
  files(): string[] {
    const isSubject = (name: string) =>
      /^(files|state)\//.test(name) &&
      ![...neighbours, leaving].some((other) => name.includes(`journal/${other}/`)) &&
      statSync(join(this.envoy.folder, name)).isFile();
    return readdirSync(this.envoy.folder, { recursive: true, encoding: 'utf8' }).filter(isSubject).sort();
  }

  /** By its own program, with no agent there; the visitors wait outside. */
  async restartEdge(): Promise<void> {
    await this.visitors.leave();
    await this.envoy.stop();
    await this.envoy.start('by its program');
    await this.visitors.come();
  }

  async #startAgent(what: string): Promise<void> {
    this.#host = new FaultyHost(this.envoy, this.port);
    expect([...this.#host.journal.damaged], what).toEqual([]);
    await this.#host.edge.adopt();
    expect([...this.#host.edge.errors], what).toEqual([]);
    expect((await this.#host.history.read()).broken, what).toBeUndefined();
  }

  /** True when everything is as before; else the file or its service is named, and the neighbours change all the same. */
  async #comesBack(what: string, file: string): Promise<boolean> {
    this.#host = new FaultyHost(this.envoy, this.port);
    const failed = await this.#host.edge.adopt().then(
      () => [],
      (error: Error) => [error.message],
    );
    const certificate = await this.#host.authority.authorityCertificate('faulty', Date.now()).then(
      () => [],
      (error: Error) => [error.message],
    );
    const { broken } = await this.#host.history.read();
    const lease = await this.#host.leases.acquire('api', { owner: 'ann@laptop', what: 'release' });
    await lease.giveBack();
    const errors = [...this.#host.edge.errors].map(([where, error]) => `${where}: ${error}`);
    const said = [...failed, ...certificate, ...errors, ...(broken ? [`history: ${broken.reason}`] : [])];
    for (const words of said) expect(words, what).toContain(namedBy(file));
    for (const service of neighbours) await this.#host.journal.expose(service, { serving: 'r1' });
    if (failed.length === 0) await this.#host.edge.refresh();
    return said.length === 0;
  }
}

/** What a message about a file has to name. */
function namedBy(file: string): string {
  const [, , ...rest] = file.split('/');
  if (file.includes('/journal/')) return rest[0] ?? file;
  return file.includes('/history/') ? 'history' : (file.split('/').at(-1)?.replace('-last-good', '') ?? file);
}

function rightsOf(files: EdgeFiles): Record<string, string> {
  const user = process.getuid?.() ?? 0;
  const isSecret = (name: string) => /^(sds|rds-https)/.test(name);
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      `${user} ${isSecret(name) ? 600 : 644} ${content}`,
    ]),
  );
}

function rights({ directory }: RunningEnvoy, before: EdgeFiles): Record<string, string> {
  return Object.fromEntries(
    Object.keys(before).map((name) => {
      const path = join(directory.path, name);
      if (!existsSync(path)) return [name, 'gone'];
      const { uid, mode } = statSync(path);
      return [name, `${uid} ${(mode & 0o777).toString(8)} ${readFileSync(path, 'utf8')}`];
    }),
  );
}

export const faults = {
  'cut in half': (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2)),
  empty: (path: string) => truncateSync(path, 0),
  'random bytes': (path: string) => writeFileSync(path, randomBytes(statSync(path).size)),
  'an unknown field': (path: string) =>
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^\{/, '{"unheardOf": 1,')),
  'a changed byte': (path: string) => {
    const bytes = readFileSync(path);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  },
  missing: (path: string) => rmSync(path),
  'of another owner': (path: string) => chownSync(path, 65534, 65534),
  'without rights': (path: string) => chmodSync(path, 0),
} as const;

export type Fault = keyof typeof faults;
