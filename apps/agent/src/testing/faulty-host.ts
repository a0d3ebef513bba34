import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan, ServicePlan } from '@causeway/plan';
import type { Release } from '@causeway/release';
import pLimit from 'p-limit';
import { AcceptedSettings } from '../accepted-settings.ts';
import { LocalAuthority } from '../certificate.ts';
import { EnvoyEdge } from '../envoy-edge.ts';
import { FileHistory } from '../history.ts';
import { FileJournal } from '../journal.ts';
import { FileLeases } from '../leases.ts';
import { basicAuthHash, Passwords } from '../passwords.ts';
import { patientClock } from './clock.ts';
import { exampleRelease, exampleService, runningReplica } from './example.ts';
import type { RunningEnvoy } from './running-envoy.ts';

/** `api` is what faults befall; the other two must not notice. */
export const neighbours = ['site', 'shop'] as const;
const names = ['api', ...neighbours];

/** The config does not name it any more, and its release finishes what it has in hand. */
export const leaving = 'past';

export type Edge = Pick<RunningEnvoy, 'plan' | 'directory' | 'admin' | 'exec' | 'folder'>;

/** Everything that the agent keeps of a host and writes for the edge, as one start of it has found it. */
export class FaultyHost {
  readonly state: string;
  readonly journal: FileJournal;
  readonly accepted: AcceptedSettings;
  readonly passwords: Passwords;
  readonly authority: LocalAuthority;
  readonly history: FileHistory;
  readonly leases: FileLeases;
  readonly edge: EnvoyEdge;
  readonly #port: number;

  /** `services` as the config has them now; by default as they were from the beginning. */
  constructor(envoy: Edge, port: number, services = names.map((name) => faultyService(name, port))) {
    this.state = join(envoy.folder, 'state');
    this.#port = port;
    mkdirSync(this.state, { recursive: true });
    envoy.directory.removeUnfinished();
    this.journal = new FileJournal(this.#file('journal'));
    this.accepted = new AcceptedSettings(this.#file('accepted.json'));
    this.passwords = new Passwords(this.#file('passwords.json'));
    this.history = new FileHistory(this.#file('history'));
    this.leases = new FileLeases({
      directory: this.#file('journal'),
      instance: 'faulty',
      clock: patientClock,
    });
    this.authority = new LocalAuthority({
      authority: this.#file('authority.json'),
      certificate: this.#file('certificate.json'),
    });
    this.edge = this.#edgeOf(envoy, services);
  }

  /** All three serve their first release, and `api` has its second warm; a fourth leaves. */
  async settle(): Promise<void> {
    for (const name of names) {
      for (const build of name === 'api' ? [1, 2] : [1]) await this.journal.save(this.release(name, build));
      await this.journal.expose(name, { serving: 'r1' });
    }
    await this.journal.save(this.release(leaving, 1));
    await this.journal.expose(leaving, { serving: undefined });
    await this.history.append('start', { at: 0, service: 'api', action: 'release', by: 'ann@laptop' });
    await (await this.leases.acquire('api', { owner: 'ann@laptop', what: 'release' })).giveBack();
    await this.edge.adopt();
  }

  /** One of each write that a release makes; the route of `api` goes over to its other release. */
  async change(): Promise<void> {
    const lease = await this.leases.acquire('api', { owner: 'ann@laptop', what: 'release' });
    try {
      await this.#goOver();
    } finally {
      await lease.giveBack();
    }
  }

  async #goOver(): Promise<void> {
    const { serving } = this.journal.read('api');
    const next = this.release('api', serving === 'r1' ? 2 : 1);
    await this.journal.save(next);
    await this.passwords.of('user', `user-${Math.trunc(performance.now())}`);
    await this.journal.expose('api', { serving: next.id });
    await this.edge.adopt();
    const entry = { at: Date.now(), service: 'api', action: 'release', by: 'ann@laptop' } as const;
    await this.history.append(`${next.id} ${performance.now()}`, entry);
  }

  #edgeOf(envoy: Edge, services: readonly ServicePlan[]): EnvoyEdge {
    const hosts = names.map((name) => `${name}.test`);
    const certificates: Plan['edge']['certificates'] = [{ name: 'certificate', from: 'local', hosts }];
    return new EnvoyEdge({
      plan: { ...envoy.plan, edge: { ...envoy.plan.edge, certificates }, services },
      directory: envoy.directory,
      admin: envoy.admin,
      journal: this.journal,
      clock: patientClock,
      replicas: async () =>
        [...names, leaving].flatMap((name) => ['r1', 'r2'].map((release) => runningReplica(name, release))),
      secrets: async () => ({
        users: { developer: basicAuthHash(await this.passwords.of('user', 'developer')) },
        certificates: { certificate: await this.authority.certificate('faulty', hosts, Date.now()) },
      }),
      challenges: () => [],
      accepted: this.accepted,
      turns: pLimit(1),
      inEdge: (command) => envoy.exec(command),
    });
  }

  release(name: string, build: number, settings = faultyService(name, this.#port)): Release {
    const release = exampleRelease(name, build, settings);
    const steps = ['start', 'switch'].map((step) => ({ step, startedAt: 0, endedAt: 1 }));
    return { ...release, steps };
  }

  #file(name: string): string {
    return join(this.state, name);
  }
}

export function faultyService(name: string, port: number, change: Partial<ServicePlan> = {}): ServicePlan {
  const protect = name === 'api' ? [{ path: '/admin', users: ['developer'] }] : [];
  return exampleService(name, { port, protect, ...change });
}
