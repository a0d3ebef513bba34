import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { Challenge } from '@causeway/edge';
import type { CertificatePlan, Plan, TlsPlan } from '@causeway/plan';
import type { CertificateStatus, Clock, Replica } from '@causeway/release';
import pLimit from 'p-limit';
import { AcceptedSettings } from '../accepted-settings.ts';
import { Challenges } from '../acme/challenges.ts';
import { Renewals } from '../acme/renewals.ts';
import { LocalAuthority } from '../certificate.ts';
import type { RefusalOf } from '../certificate-file.ts';
import { Certificates } from '../certificates.ts';
import { EnvoyEdge } from '../envoy-edge.ts';
import { FileJournal } from '../journal.ts';
import { KeptCertificates } from '../kept-certificates.ts';
import { hastyClock } from './clock.ts';
import { exampleRelease, exampleService, runningReplica } from './example.ts';
import type { RunningEnvoy } from './running-envoy.ts';

/** An agent's certificates on a real edge, without Docker: one service for each host. */
export class CertifiedEdge {
  readonly plan: Plan;
  readonly edge: EnvoyEdge;
  readonly renewals: Renewals;
  readonly certificates: Certificates;
  readonly kept: KeptCertificates;
  /** What runs; a restarted agent finds the same. */
  replicas: Replica[] = [];
  /** Called once the edge has taken a proof. */
  onChallenge: (challenge: Challenge) => Promise<void> = async () => {};
  /** Called once the edge has taken whatever there was to show. */
  onShow: () => Promise<void> = async () => {};
  /** Proofs that another shows at this edge; none at all when undefined. */
  lent: readonly Challenge[] | undefined = [];
  readonly #journal: FileJournal;
  readonly #envoy: RunningEnvoy;
  readonly #clock: Clock;

  /** On the same envoy it finds what the one before has left, as a restarted agent does. `ahead`: of the real time, in milliseconds. */
  constructor(envoy: RunningEnvoy, tls: TlsPlan, hosts: readonly string[], ahead = () => 0) {
    this.#envoy = envoy;
    this.plan = planOf(envoy, tls, hosts);
    this.#clock = hastyClock(ahead);
    const place = (name: string) => join(envoy.folder, name);
    this.#journal = new FileJournal(place('journal'));
    this.kept = new KeptCertificates(place('certificates'));
    const authority = new LocalAuthority({ authority: place('ca.json'), certificate: place('leaf.json') });
    const refusalOf: RefusalOf = (pair) => this.edge.refusalOf(pair);
    const show = () => this.#show(challenges);
    const challenges: Challenges = new Challenges(show);
    const parts = {
      folder: place('acme'),
      kept: this.kept,
      challenges,
      clock: this.#clock,
      show,
      log: () => {},
      refusalOf,
    };
    this.renewals = new Renewals(parts);
    this.certificates = new Certificates({ authority, kept: this.kept, renewals: this.renewals, refusalOf });
    this.edge = new EnvoyEdge({
      plan: this.plan,
      directory: envoy.directory,
      admin: envoy.admin,
      journal: this.#journal,
      clock: this.#clock,
      replicas: async () => this.replicas,
      secrets: async () => ({
        users: {},
        certificates: await this.certificates.served(this.plan, this.#clock.now()),
      }),
      challenges: () => (this.lent ? [...challenges.shown(), ...this.lent] : []),
      accepted: new AcceptedSettings(place('accepted.json')),
      turns: pLimit(1),
      inEdge: (command) => envoy.exec(command),
    });
  }

  async #show(challenges: Challenges): Promise<void> {
    await this.edge.refresh();
    for (const challenge of challenges.shown()) await this.onChallenge(challenge);
    await this.onShow();
  }

  /** Sends what the service gets to this port. */
  async serve(service: string, port: number): Promise<void> {
    const release = exampleRelease(service, 1, exampleService(service, { port }));
    await this.#journal.save(release);
    await this.#journal.expose(service, { serving: release.id });
    this.replicas.push(runningReplica(service, release.id));
    await this.edge.refresh();
  }

  async renew(asked = false): Promise<void> {
    await this.renewals.run(this.plan, asked);
  }

  async status(host: string): Promise<CertificateStatus | undefined> {
    const found = await this.certificates.status(this.plan, this.#clock.now());
    return found.find(({ names }) => names.includes(host));
  }

  /** What a client is shown who asks for this name. */
  async shown(host: string): Promise<X509Certificate> {
    const socket = connect({
      port: this.plan.edge.https,
      host: '127.0.0.1',
      servername: host,
      rejectUnauthorized: false,
    });
    await once(socket, 'secureConnect');
    const certificate = socket.getPeerX509Certificate();
    socket.destroy();
    if (!certificate) throw new Error(`no certificate for ${host}`);
    return new X509Certificate(certificate.raw);
  }

  /** Throws unless a client who trusts `ca` alone is content. */
  async trusted(host: string, ca: string): Promise<void> {
    const socket = connect({ port: this.plan.edge.https, host: '127.0.0.1', servername: host, ca });
    await once(socket, 'secureConnect');
    socket.destroy();
  }

  get folder(): string {
    return this.#envoy.folder;
  }
}

function planOf({ plan }: RunningEnvoy, tls: TlsPlan, hosts: readonly string[]): Plan {
  const services = hosts.map((host) => exampleService(host.replace('.test', ''), { hosts: [host] }));
  const from = { 'self-signed': 'local', files: 'files', acme: 'acme' } as const;
  const certificates = services.map(
    ({ name, hosts }): CertificatePlan => ({
      name: `certificate-${name}`,
      from: from[tls.mode],
      hosts,
      service: name,
    }),
  );
  return { ...plan, services, edge: { ...plan.edge, tls, certificates } };
}
