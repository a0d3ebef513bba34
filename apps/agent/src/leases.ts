import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Clock,
  type Lease,
  LeaseHeld,
  LeaseLost,
  type LeaseStatus,
  type Leases,
} from '@causeway/release';
import { type Holder, type LeaseFile, LeaseFiles } from './lease-file.ts';
import { log } from './log.ts';

/** A dead holder of another container keeps others waiting this long, and a live one may be stuck for as long. Milliseconds. */
const timeToLive = 10_000;
/** Four renewals in a row may fail. Milliseconds. */
const heartbeat = 2000;

export interface LeaseOptions {
  /** Has one directory per service: the journal's. */
  readonly directory: string;
  /** Names this container, and none before or after it: its hostname. */
  readonly instance: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds that nobody can set. */
  readonly elapsed?: () => number;
}

/** Leases as files on the host: one holder per service, over all processes that use the directory. */
export class FileLeases implements Leases {
  readonly #directory: string;
  readonly #self: Holder;
  readonly #clock: LeaseClock;

  constructor({ directory, instance, clock, elapsed = () => performance.now() }: LeaseOptions) {
    this.#directory = directory;
    this.#self = { instance, pid: process.pid, started: startOf(process.pid) };
    this.#clock = { now: () => clock.now(), elapsed };
  }

  async acquire(service: string, claim: { readonly owner: string; readonly what: string }): Promise<Lease> {
    for (;;) {
      const lease = await this.#take(service, claim);
      if (lease) return lease;
    }
  }

  holder(service: string): LeaseStatus | undefined {
    // Before the file is read: who renews in time is seen to have done so.
    const { now } = this.#clock;
    const readAt = now();
    const files = this.#files(service);
    const token = files.highest();
    const { until, content } = files.read(token);
    if (!content || until <= readAt || wasSetBack(until, readAt) || this.#isGone(content.holder))
      return undefined;
    const { owner, what, since } = content;
    return { owner, what, token, since, until };
  }

  /** By its last renewal; a lease that was given back does not say when. */
  lastSeen(service: string): number | undefined {
    const files = this.#files(service);
    const { until } = files.read(files.highest());
    return until > 0 ? until - timeToLive : undefined;
  }

  /** Nothing when another was faster: who holds it now must be looked at again. */
  async #take(service: string, claim: Pick<LeaseFile, 'owner' | 'what'>): Promise<Lease | undefined> {
    const files = this.#files(service);
    const token = this.#freeToken(service);
    const moment = momentOf(this.#clock);
    const content = { ...claim, since: moment.now, holder: this.#self };
    if (!(await files.place(token, content, endOf(moment)))) return undefined;
    if (files.highest() !== token) {
      // The number of a lease that came, went and was removed while this process was asleep.
      await files.remove(token);
      return undefined;
    }
    await files.removeOld(token, moment.now);
    return new HeldLease(service, token, files, this.#clock, moment);
  }

  #freeToken(service: string): number {
    const token = this.#files(service).highest() + 1;
    const holder = this.holder(service);
    if (holder) throw new LeaseHeld(service, holder);
    return token;
  }

  /** A process of this container can be seen to be gone; one of another is known by the end of its lease. */
  #isGone({ instance, pid, started }: Holder): boolean {
    return instance === this.#self.instance && startOf(pid) !== started;
  }

  #files(service: string): LeaseFiles {
    return new LeaseFiles(join(this.#directory, service));
  }
}

class HeldLease implements Lease {
  readonly token: number;
  readonly #service: string;
  readonly #files: LeaseFiles;
  readonly #clock: LeaseClock;
  /** Of the last renewal. */
  #renewed: Moment;
  #renewal: Promise<void> = Promise.resolve();
  readonly #heart: NodeJS.Timeout;

  constructor(service: string, token: number, files: LeaseFiles, clock: LeaseClock, taken: Moment) {
    this.token = token;
    this.#service = service;
    this.#files = files;
    this.#clock = clock;
    this.#renewed = taken;
    this.#heart = setInterval(() => this.#beat(), heartbeat).unref();
  }

  async confirm(): Promise<void> {
    const lost = this.#hasRunOut() ?? this.#isTaken();
    if (!lost) return;
    clearInterval(this.#heart);
    throw new LeaseLost(this.#service, this.token, lost);
  }

  async giveBack(): Promise<void> {
    clearInterval(this.#heart);
    await this.#renewal;
    this.#renewed = { now: Number.NEGATIVE_INFINITY, elapsed: Number.NEGATIVE_INFINITY };
    await this.#files.setEnd(this.token, 0).catch(ignoreMissing);
  }

  #beat(): void {
    this.#renewal = this.#renewal.then(() => this.#renew()).catch((error) => this.#complain(error));
  }

  async #renew(): Promise<void> {
    await this.confirm();
    const moment = momentOf(this.#clock);
    await this.#files.setEnd(this.token, endOf(moment));
    // A renewal that comes too late may have been missed by one who looked meanwhile.
    await this.confirm();
    this.#renewed = moment;
  }

  #hasRunOut(): string | undefined {
    const { now, elapsed } = momentOf(this.#clock);
    const late = Math.max(now - this.#renewed.now, elapsed - this.#renewed.elapsed) - timeToLive;
    if (late === Number.POSITIVE_INFINITY) return 'it was given back';
    if (late >= 0) return `it ran out ${late / 1000} s ago, and was not renewed`;
    return undefined;
  }

  #isTaken(): string | undefined {
    const highest = this.#files.highest();
    if (highest === this.token) return undefined;
    const { content } = this.#files.read(highest);
    return content ? `${content.owner} has taken it over for "${content.what}"` : 'its file is gone';
  }

  #complain(error: Error): void {
    log('a lease was not renewed', { service: this.#service, token: this.token, error: error.message });
  }
}

interface LeaseClock {
  readonly now: () => number;
  readonly elapsed: () => number;
}

/** One point of time, on the clock that people see and on one that nobody can set. */
interface Moment {
  readonly now: number;
  readonly elapsed: number;
}

function momentOf({ now, elapsed }: LeaseClock): Moment {
  return { now: now(), elapsed: elapsed() };
}

function endOf({ now }: Moment): number {
  return Math.ceil(now) + timeToLive;
}

/** Longer than a lease lasts: the clock was set back since, and a living holder renews within one heartbeat. */
function wasSetBack(until: number, now: number): boolean {
  return until > now + timeToLive + heartbeat;
}

/** Empty for a process that is not there, or cannot be seen. */
function startOf(pid: number): string {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
    return afterName.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
