import { releaseAddresses } from '@causeway/plan';
import {
  freeAddresses,
  isServing,
  newRelease,
  type ProgressEvent,
  planResume,
  presentReleases,
  type Release,
  type ReleaseReport,
  report,
  retire,
  runRelease,
  type ServiceJournal,
  type Tell,
  undo,
  type WantedRelease,
} from '@causeway/release';
import type { PlannedHost } from './host.ts';
import type { FileJournal } from './journal.ts';
import { log } from './log.ts';

export interface Running {
  readonly version: string;
  readonly step: string;
  readonly since: number;
}

/** One release of a service at a time; old releases are retired in the background. */
export class Releases {
  readonly #journal: FileJournal;
  readonly #running = new Map<string, Running>();

  constructor(journal: FileJournal) {
    this.#journal = journal;
  }

  running(service: string): Running | undefined {
    return this.#running.get(service);
  }

  async release(host: PlannedHost, wanted: WantedRelease, tell: Tell): Promise<ReleaseReport> {
    this.#refuseSecond(wanted.service);
    const next = this.#next(host, wanted);
    const journal = this.#journal.read(wanted.service);
    if (!wanted.force && isServing(journal, next)) return unchanged(host, journal, next);
    return this.#run(host, next, tell);
  }

  /** What the release would do, without an address or a build number taken. */
  wouldBe(host: PlannedHost, wanted: WantedRelease): Release {
    return this.#next(host, wanted);
  }

  /** After a start of the agent: what was interrupted before its switch is undone, what was after is finished. */
  resume(host: PlannedHost): void {
    for (const service of this.#journal.services()) {
      for (const { resume, release } of planResume(this.#journal.read(service))) {
        log(`an interrupted release: ${resume}`, { service, version: release.version });
        if (resume === 'retire') this.#retire(host, release);
        else this.#inBackground(undo(host, release, 'the agent was interrupted before the switch'), release);
      }
    }
  }

  async #run(host: PlannedHost, next: Release, tell: Tell): Promise<ReleaseReport> {
    const { service, version } = next;
    this.#running.set(service, { version, step: 'look', since: next.startedAt });
    try {
      const done = await runRelease(host, next, (event) => {
        this.#running.set(service, { version, step: event.step, since: event.at });
        logStep(next, event);
        tell(event);
      });
      if (done.outcome === 'released') this.#retire(host, next);
      return done;
    } finally {
      this.#running.delete(service);
    }
  }

  #retire(host: PlannedHost, release: Release): void {
    this.#inBackground(
      retire(host, release, (event) => logStep(release, event)),
      release,
    );
  }

  #inBackground(work: Promise<void>, { service, version }: Release): void {
    work.catch((error) => log('could not end the old release', { service, version, error: error.message }));
  }

  #next(host: PlannedHost, wanted: WantedRelease): Release {
    const settings = host.plan.services.find(({ name }) => name === wanted.service);
    if (!settings) {
      const known = host.plan.services.map(({ name }) => name).join(', ');
      throw new Error(`services.${wanted.service}: the platform has no such service; it has ${known}`);
    }
    const present = this.#journal.services().flatMap((name) => presentReleases(this.#journal.read(name)));
    return newRelease(settings, wanted, this.#journal.read(wanted.service), {
      startedAt: host.ports.clock.now(),
      addresses: freeAddresses(releaseAddresses(host.plan.networks.services), present, settings.replicas),
    });
  }

  #refuseSecond(service: string): void {
    const running = this.#running.get(service);
    if (!running) return;
    const since = new Date(running.since).toISOString();
    throw new Error(
      `${service} is being released: ${running.version}, at ${running.step} since ${since}; try again when it is done`,
    );
  }
}

function unchanged(host: PlannedHost, journal: ServiceJournal, next: Release): ReleaseReport {
  const serving = journal.releases.find(({ id }) => id === journal.serving) ?? next;
  return { ...report(host, serving, { outcome: 'unchanged' }), steps: [] };
}

/** Waiting is for people who look on; the log keeps what began and ended. */
function logStep({ service, version }: Release, { step, state, detail }: ProgressEvent): void {
  if (state !== 'waiting') log(`${step} ${state}`, { service, version, ...(detail && { detail }) });
}
