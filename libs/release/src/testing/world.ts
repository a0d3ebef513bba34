import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { Plan } from '@causeway/plan';
import { LeaseHeld } from '../lease-held.ts';
import { liveService } from '../live.ts';
import type { Ask, Context, EdgeView, Ports, Replica, ReplicaSpec } from '../ports.ts';
import type { LeaseStatus } from '../protocol.ts';
import { emptyJournal, type Release, type ServiceJournal } from '../release.ts';
import { Secret } from '../secret.ts';
import { examplePlan } from './example.ts';

/** What a test may make go wrong; each is asked for by the image's name. */
export interface Behaviour {
  readonly status?: number;
  /** With that exit code; 3 for true. */
  readonly exits?: boolean | number;
  /** Milliseconds after which it ends by itself. */
  readonly livesFor?: number;
  readonly migrationExit?: number;
  /** Its migration does not end by itself. */
  readonly migrationHangs?: boolean;
  /** The connection that holds the migration's lock is cut while it runs. */
  readonly losesLock?: boolean;
  readonly edgeRefuses?: boolean;
  /** It does not answer when it is asked whether it would take the release. */
  readonly edgeHangs?: boolean;
  /** How often `/ready` answers 503 before it answers 200. */
  readonly unfinished?: number;
  /** Whether `/ready` is left without an answer, one time after the other. */
  readonly hangs?: boolean[];
  /** `/ready` answers 503 until `/prepare` was asked. */
  readonly needsPrepare?: boolean;
  readonly activeRequests?: number[];
  readonly totalRequests?: number[];
  /** Milliseconds after its start at which its first replica ends by itself. */
  readonly crashesAfter?: number;
  /** From so many milliseconds after its start on, every answer is a 500; ten answers each 100 ms. */
  readonly failsAfter?: number;
  /** Share of these that the edge answers for want of a replica that takes a connection, after three tries each. */
  readonly unsent?: number;
}

type Entry = Parameters<Ports['history']['append']>[1];

interface Container extends Replica {
  readonly image: string;
  /** Where its service is told to listen. */
  readonly port: number;
  /** On the clock that nobody sets. */
  readonly bornAt: number;
  /** Listens where this machine has room, whatever the replica's address. */
  readonly server?: Server;
}

/** A host in memory: replicas are real HTTP servers, the disk survives a kill, and its clocks move only when somebody waits. */
export class World {
  /** What happens as soon as a journal has been written. */
  written: () => void = () => {};
  readonly disk = new Map<string, string>();
  readonly containers = new Map<string, Container>();
  readonly happened: string[] = [];
  readonly behaviour = new Map<string, Behaviour>();
  /** Service → release that the edge's route points to. */
  readonly routes = new Map<string, string | undefined>();
  /** `<service>-<release>`. */
  readonly clusters = new Set<string>();
  /** What becomes of the next refreshes, none of which is acknowledged in time. */
  readonly late: ('taken' | 'not taken')[] = [];
  /** So many looks at the edge fail. */
  edgeAwayFor = 0;
  /** Of the clock on the wall. */
  time = Date.parse('2026-01-01T00:00:00Z');
  #elapsed = 0;
  /** Nothing can be written. */
  diskFull = false;
  /** The engine does not answer the next time that it is asked for this. */
  silentAt: string | undefined;
  /** An agent that is gone has left its lease until then. */
  leaseHeldUntil = 0;
  /** Throws before the nth effect from now on, as a kill would. */
  crashIn = Number.POSITIVE_INFINITY;
  readonly #underWay = new Set<Promise<void>>();
  readonly history: (Entry & { readonly id: string })[] = [];
  readonly kept = new Set<string>();
  /** Container → milliseconds that it was given to end in. */
  readonly graces = new Map<string, number>();
  /** Images that somebody has removed. */
  readonly gone = new Set<string>();
  /** Releases whose migration's container is there. */
  readonly migrating = new Set<string>();
  readonly #holders = new Map<string, number>();
  /** When an agent that holds the lease has renewed it last. */
  #renewedAt: number | undefined;

  plan: Plan = examplePlan;
  /** What must never be: a route to a container that is gone. */
  readonly harm: string[] = [];
  #process = { alive: true };
  #hung = Promise.withResolvers<void>();

  /** The ports of a new process; the one before is dead from now on. */
  boot(): Context {
    this.#process.alive = false;
    this.#process = { alive: true };
    this.#holders.clear();
    this.crashIn = Number.POSITIVE_INFINITY;
    const ports = this.#ports(this.#process);
    const world = this;
    return {
      ports,
      get plan() {
        return world.plan;
      },
    };
  }

  journal(service: string): ServiceJournal {
    return JSON.parse(this.disk.get(service) ?? JSON.stringify(emptyJournal)) as ServiceJournal;
  }

  async close(): Promise<void> {
    for (const { server } of this.containers.values()) server?.closeAllConnections();
    await Promise.all([...this.containers.values()].map(({ server }) => close(server)));
  }

  /** Its process ends by itself. */
  async end(name: string): Promise<void> {
    const { server, ...container } = this.#container(name);
    server?.closeAllConnections();
    await close(server);
    this.containers.set(name, { ...container, state: 'exited', exitCode: 1 });
  }

  /** Its process begins anew, and knows nothing of what the one before was told. */
  async begin(name: string): Promise<void> {
    const container = this.#container(name);
    const release = this.journal(container.service).releases.find(({ id }) => id === container.release);
    if (!release) throw new Error(`no release ${container.release}`);
    const server = await this.#serve(release);
    this.containers.set(name, { ...container, state: 'running', ...this.#born(), server });
  }

  /** Time, in which whoever lives renews its lease. */
  pass(milliseconds: number): void {
    this.time += milliseconds;
    this.#elapsed += milliseconds;
    if (this.#holders.size > 0) this.#renewedAt = this.time;
  }

  #giveBack(service: string): void {
    this.#holders.delete(service);
    this.#renewedAt = undefined;
  }

  #heldLease(what: string): LeaseStatus {
    return { owner: 'ann@laptop', what, token: 1, since: 0, until: this.leaseHeldUntil };
  }

  #container(name: string): Container {
    const container = this.containers.get(name);
    if (container) return container;
    throw new Error(`no container ${name}; there are ${this.running().join(', ')}`);
  }

  running(): string[] {
    return [...this.containers.keys()].sort();
  }

  #ports(process: { alive: boolean }): Ports {
    const effect = (what: string, work: () => Promise<void>) => this.#effect(process, what, work);
    return {
      containers: {
        imageSize: async (image) => (image === 'missing' ? undefined : 1024 * 1024),
        freeSpace: async () => 2 ** 40,
        replicas: async () => [...this.containers.values()].map((container) => this.#now(container)),
        start: (spec) => effect(`start ${spec.release.id}-${spec.replica.replica}`, () => this.#start(spec)),
        run: async ({ release }, command, _deadline, signal) => {
          const { migrationExit = 0, migrationHangs = false } = this.#of(release);
          await effect(`run ${command.join(' ')} for ${release.id}`, async () => this.#migrate(release));
          while (migrationHangs && !signal?.aborted && process.alive) await setImmediate();
          await effect(`remove ${release.id}-migrate`, async () => void this.migrating.delete(release.id));
          if (signal?.aborted) throw new Error(`"${command.join(' ')}" was ended before it was done`);
          return { exitCode: migrationExit, output: 'migrated' };
        },
        endMigration: async ({ id }) => {
          if (this.migrating.has(id))
            await effect(`remove ${id}-migrate`, async () => void this.migrating.delete(id));
        },
        remove: (name, grace) => {
          this.graces.set(name, grace);
          return effect(`remove ${name}`, () => this.#removeInOrder(name));
        },
        logTail: async (name) => `last line of ${name}`,
        crashes: (release, since) => this.#crashes(release).filter(({ at }) => at >= since),
        keep: async ({ id, image }) => {
          if (this.gone.has(image)) throw new Error(`No such image: ${image}`);
          this.kept.add(id);
        },
        forget: ({ id }) => effect(`forget ${id}`, async () => void this.kept.delete(id)),
      },
      edge: {
        refresh: () => effect('refresh', async () => this.#refreshInTime()),
        check: async (release) => {
          if (this.#of(release).edgeRefuses) throw new Error('the edge refuses the settings of api');
          if (this.#of(release).edgeHangs) await this.#hang();
        },
        view: async (release) => {
          if (this.edgeAwayFor-- > 0) throw new Error('no answer');
          return this.#view(release);
        },
      },
      databases: {
        reachable: async () => {},
        uri: async () => new Secret('postgresql://api'),
        migrateOnce: async (release, work) => {
          const lock = new AbortController();
          const output = work(lock.signal);
          if (this.#of(release).losesLock) await this.#cut(release, lock);
          return { output: await output, ran: true };
        },
        snapshot: async ({ id }) => `before-${id}`,
      },
      journal: {
        services: () => [...this.disk.keys()],
        read: (service) => this.journal(service),
        save: (release) => effect(`save ${release.id}`, async () => this.#save(release)),
        expose: (service, change) =>
          effect(`serve ${change.canary ? `${change.canary.percent} %` : change.serving}`, async () =>
            this.#write(service, { ...this.journal(service), ...change }),
          ),
        remove: (release) => effect(`remove record ${release.id}`, async () => this.#forget(release)),
      },
      history: {
        append: async (id, entry) => {
          await setImmediate();
          if (!process.alive) throw new Error('killed');
          if (this.history.some((earlier) => earlier.id === id)) return;
          this.history.push({ ...entry, id });
        },
        newestBuild: (service) => {
          const told = this.history.filter((entry) => entry.service === service);
          return Math.max(0, ...told.map(({ release = 'r0' }) => Number(release.slice(1))));
        },
      },
      leases: {
        acquire: async (service, { what }) => {
          if (this.time < this.leaseHeldUntil) throw new LeaseHeld(service, this.#heldLease(what));
          if (this.#holders.has(service)) throw new Error(`${service} is held for ${what}`);
          const token = this.#holders.size + 1;
          this.#holders.set(service, token);
          this.#renewedAt = this.time;
          return { token, confirm: async () => {}, giveBack: async () => this.#giveBack(service) };
        },
        holder: () => undefined,
        lastSeen: () => this.#renewedAt,
      },
      interrupts: (error) => ['killed', 'silent'].includes((error as Error).message),
      http: {
        get: ({ address }, ask, timeout) => this.#get(address, ask, timeout),
        connect: async () => {},
      },
      clock: {
        now: () => this.time,
        elapsed: () => this.#elapsed,
        wait: async (milliseconds) => {
          await setImmediate();
          if (!process.alive) throw new Error('killed');
          this.pass(milliseconds);
        },
        within: (milliseconds, what, work) => this.#within(milliseconds, what, work),
      },
    };
  }

  async #effect(process: { alive: boolean }, what: string, work: () => Promise<void>): Promise<void> {
    await setImmediate();
    this.crashIn -= 1;
    if (this.crashIn < 0) process.alive = false;
    if (!process.alive) throw new Error('killed');
    if (what === this.silentAt) this.#fallSilent();
    this.happened.push(what);
    const effect = work();
    this.#underWay.add(effect);
    await effect.finally(() => this.#underWay.delete(effect));
  }

  #fallSilent(): never {
    this.silentAt = undefined;
    throw new Error('silent');
  }

  /** As the agent's start shows the edge what the journal means. */
  async refreshed(): Promise<void> {
    this.#refresh();
  }

  /** What a kill interrupts on our side, the engine still finishes on its own. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  async #get(
    address: string,
    { port, path }: Ask,
    timeout: number,
  ): Promise<{ status: number; body: string }> {
    const { image = '', server, port: served } = this.#at(address) ?? {};
    if (path === '/ready' && this.behaviour.get(image)?.hangs?.shift()) {
      this.pass(timeout);
      throw new Error('timeout');
    }
    if (!server || served !== port) throw refused(address, port);
    const answer = await fetch(`http://127.0.0.1:${portOf(server)}${path}`, {
      signal: AbortSignal.timeout(timeout),
    }).catch((error) => {
      throw error.cause ?? error;
    });
    if (path === '/prepare') this.happened.push(`prepare ${address}`);
    return { status: answer.status, body: await answer.text() };
  }

  /** What runs there, or else what has run there last. */
  #at(address: string): Container | undefined {
    const there = [...this.containers.values()].filter((container) => container.address === address);
    return there.find(({ server }) => server) ?? there.at(-1);
  }

  #of(release: Release): Behaviour {
    return this.behaviour.get(release.image) ?? {};
  }

  async #start({ release, replica }: ReplicaSpec): Promise<void> {
    const container = `${release.service}-${release.id}-${replica.replica}`;
    await this.#remove(container);
    if (this.#at(replica.address)?.server) throw new Error(`Address already in use: ${replica.address}`);
    const { exits } = this.#of(release);
    const server = exits ? undefined : await this.#serve(release);
    this.containers.set(container, {
      container,
      service: release.service,
      release: release.id,
      replica: replica.replica,
      address: replica.address,
      port: release.settings.port,
      state: exits ? 'exited' : 'running',
      restarts: 0,
      exitCode: exits === true ? 3 : Number(exits ?? 0),
      image: release.image,
      ...this.#born(),
      ...(server && { server }),
    });
  }

  /** For ever; whoever has set a limit to it runs into that. */
  async #hang(): Promise<never> {
    this.#hung.resolve();
    return new Promise(() => {});
  }

  #within<T>(milliseconds: number, what: () => string, work: Promise<T>): Promise<T> {
    this.#hung = Promise.withResolvers();
    const late = this.#hung.promise.then(() => {
      this.pass(milliseconds);
      throw new Error(`waited ${milliseconds / 1000} s for ${what()}`);
    });
    return Promise.race([work, late]);
  }

  #born(): Pick<Container, 'startedAt' | 'bornAt'> {
    return { startedAt: this.time, bornAt: this.#elapsed };
  }

  async #serve(release: Release): Promise<Server> {
    let { unfinished = 0, needsPrepare = false } = this.#of(release);
    const server = createServer((request: IncomingMessage, response: ServerResponse) => {
      response.setHeader('connection', 'close');
      if (request.url === '/prepare') needsPrepare = false;
      if (request.url === '/ready' && (needsPrepare || unfinished-- > 0)) response.statusCode = 503;
      if (request.url === '/status') response.statusCode = this.#of(release).status ?? 200;
      response.end(`${request.url} of ${release.id}`);
    });
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(0, '127.0.0.1', resolve),
    );
    return server;
  }

  /** As an engine does: what an earlier one has left running goes first. */
  #migrate({ id }: Release): void {
    this.migrating.clear();
    this.migrating.add(id);
  }

  async #cut({ id }: Release, lock: AbortController): Promise<void> {
    while (!this.migrating.has(id)) await setImmediate();
    lock.abort(new Error('the lock was lost'));
  }

  #now(container: Container): Container {
    const { livesFor = Number.POSITIVE_INFINITY } = this.behaviour.get(container.image) ?? {};
    const ended = this.#elapsed - container.bornAt > livesFor;
    return ended ? { ...container, state: 'exited', exitCode: 1 } : container;
  }

  async #removeInOrder(name: string): Promise<void> {
    const { service, release } = this.containers.get(name) ?? {};
    if (service && this.routes.get(service) === release)
      this.harm.push(`${name} removed while it is routed to`);
    await this.#remove(name);
  }

  async #remove(name: string): Promise<void> {
    const { server } = this.containers.get(name) ?? {};
    this.containers.delete(name);
    server?.closeAllConnections();
    await close(server);
  }

  async #refreshInTime(): Promise<void> {
    const late = this.late.shift();
    if (late !== 'not taken') this.#refresh();
    if (late) throw new Error('waited 10 s for the edge');
  }

  #refresh(): void {
    this.clusters.clear();
    for (const service of this.disk.keys()) this.#show(service);
  }

  #show(service: string): void {
    const live = liveService(service, this.journal(service), [...this.containers.values()]);
    this.routes.set(service, live.serving);
    const serving = live.releases.find(({ release }) => release === live.serving);
    if (live.serving && !serving?.endpoints.length)
      this.harm.push(`the route leads to ${live.serving}, which has nobody`);
    for (const { release } of live.releases) this.clusters.add(`${service}-${release}`);
  }

  #view(release: Release): EdgeView {
    const healthy = [...this.containers.values()]
      .filter((one) => isOf(one, release) && one.state === 'running')
      .map(({ address }) => address);
    return {
      healthy: this.clusters.has(`${release.service}-${release.id}`) ? healthy : [],
      activeRequests: this.#of(release).activeRequests?.shift() ?? 0,
      totalRequests: this.#of(release).totalRequests?.shift() ?? 0,
      ...this.#answers(release),
    };
  }

  #answers(release: Release): Pick<EdgeView, 'served' | 'failed' | 'unsent'> {
    const { failsAfter = Number.POSITIVE_INFINITY, unsent = 0 } = this.#of(release);
    const since = this.#bornAt(release);
    const answers = (milliseconds: number) => Math.max(0, Math.floor(milliseconds / 10));
    const failed = answers(this.#elapsed - since - failsAfter);
    return { served: answers(this.#elapsed - since), failed, unsent: 3 * unsent * failed };
  }

  #crashes(release: Release) {
    const { crashesAfter = Number.POSITIVE_INFINITY } = this.#of(release);
    const ago = this.#elapsed - this.#bornAt(release) - crashesAfter;
    return ago >= 0 ? [{ replica: 1, at: this.time - ago, exitCode: 1 }] : [];
  }

  #bornAt(release: Release): number {
    return [...this.containers.values()].find((one) => isOf(one, release))?.bornAt ?? this.#elapsed;
  }

  #forget({ service, id }: Release): void {
    const journal = this.journal(service);
    const releases = journal.releases.filter((release) => release.id !== id);
    this.#write(service, { ...journal, releases });
  }

  #save(release: Release): void {
    const journal = this.journal(release.service);
    const others = journal.releases.filter(({ id }) => id !== release.id);
    const releases = [...others, release].sort((a, b) => a.build - b.build);
    this.#write(release.service, { ...journal, releases });
  }

  #write(service: string, journal: object): void {
    if (this.diskFull) throw new Error('the disk is full');
    this.disk.set(service, JSON.stringify(journal));
    this.written();
  }
}

function isOf({ service, release }: Replica, wanted: Release): boolean {
  return service === wanted.service && release === wanted.id;
}

function close(server: Server | undefined): Promise<void> {
  return new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** As the system says it where nobody listens. */
function refused(address: string, port: number): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${address}:${port}`), { code: 'ECONNREFUSED' });
}
