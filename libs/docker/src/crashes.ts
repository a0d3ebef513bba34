import type { Plan } from '@causeway/plan';
import type { Crash, Release } from '@causeway/release';
import type Docker from 'dockerode';
import { createLRU } from 'lru.min';
import { type ContainerEvent, pastEvents } from './container-events.ts';
import { callEngine, ifPresent, shortly } from './engine-call.ts';
import { asksToEnd } from './killed.ts';
import { labelFilter, readReplica } from './labels.ts';

/** More than any bake asks for; older ones go. */
const kept = 1000;

/** How far back a start of the agent looks. Milliseconds. */
const lookBack = 10 * 60_000;

/** The engine writes down an end at another moment than it tells of it. Milliseconds. */
const sameMoment = 2000;

const signalled = 128;

/** Events that may be told again: an engine remembers as many. */
const remembered = 256;

interface KnownCrash extends Crash {
  readonly container: string;
  readonly service: string;
  readonly release: string;
}

/** Replicas whose process ended by itself: crash, exit, or the kernel for want of memory; told from signals sent from outside. */
export class Crashes {
  #known: KnownCrash[] = [];
  /** Container → the signals that it was sent in its present life. */
  readonly #signals = new Map<string, ContainerEvent[]>();
  #latest = 0;
  readonly #taken = createLRU<string, true>({ max: remembered });

  /** Takes events in their order; those that it has had already do no harm. */
  take(event: ContainerEvent): void {
    if (this.#isTaken(event)) return;
    this.#latest = event.at;
    const signals = this.#signals.get(event.id) ?? [];
    if (event.action === 'kill') this.#signals.set(event.id, [...signals, event]);
    if (event.action !== 'die') return;
    this.#signals.delete(event.id);
    const { exitCode = 0 } = event;
    if (!signals.some((signal) => endedIt(signal, exitCode))) this.#note({ ...event, exitCode });
  }

  /** Asks the engine for what was missed: at the agent's start, and after each new connection to the event stream. */
  async catchUp(docker: Docker, labels: Plan['labels'], now: number): Promise<void> {
    for (const event of await pastEvents(docker, labels, {
      since: this.#since(now),
      until: now,
    }))
      this.take(event);
    // A restarted engine remembers no events, and a busy one a few hundred, but each container how often it was restarted.
    for (const event of await restarts(docker, labels)) this.#noteUnlessKnown(event);
  }

  /** Of a release's replicas, since a time in milliseconds since the epoch; exit code −1 where the engine forgot it. */
  of({ service, id }: Pick<Release, 'service' | 'id'>, since: number): readonly Crash[] {
    return this.#known
      .filter((crash) => crash.service === service && crash.release === id && crash.at >= since)
      .map(({ replica, at, exitCode }) => ({ replica, at, exitCode }));
  }

  /** After the clock was set back the last event is one of the future. */
  #since(now: number): number {
    return this.#latest > 0 && this.#latest <= now ? this.#latest : now - lookBack;
  }

  /** By itself and not by its time, which may be earlier than that of the one before: somebody has set the clock. */
  #isTaken({ id, action, at }: ContainerEvent): boolean {
    const key = `${id} ${action} ${at}`;
    if (this.#taken.has(key)) return true;
    this.#taken.set(key, true);
    return false;
  }

  #noteUnlessKnown(end: End): void {
    const same = (crash: KnownCrash) => crash.container === end.id && crash.at >= end.at - sameMoment;
    if (!this.#known.some(same)) this.#note(end);
  }

  #note({ id, at, exitCode, labels }: End): void {
    if (labels['causeway.role'] !== 'service') return;
    const { service, release, replica } = readReplica(labels);
    this.#known = [...this.#known, { container: id, service, release, replica, at, exitCode }].slice(-kept);
  }
}

interface End extends Pick<ContainerEvent, 'id' | 'at' | 'labels'> {
  readonly exitCode: number;
}

/** A signal that only tells a program something ends one that does not listen. */
function endedIt(kill: ContainerEvent, exitCode: number): boolean {
  return asksToEnd(kill) || exitCode === signalled + (kill.signal ?? Number.NaN);
}

/** The last end of each replica that the engine has started again by itself; a start from outside sets its count to 0. */
async function restarts(docker: Docker, labels: Plan['labels']): Promise<End[]> {
  const filters = labelFilter({ ...labels, 'causeway.role': 'service' });
  const listed = await callEngine('list containers', shortly, (abortSignal) =>
    docker.listContainers({ all: true, filters, abortSignal }),
  );
  const ends = await Promise.all(listed.map(({ Id }) => lastRestart(docker, Id)));
  return ends.filter((end) => end !== undefined);
}

async function lastRestart(docker: Docker, id: string): Promise<End | undefined> {
  const info = await ifPresent(() =>
    callEngine(`inspect ${id}`, shortly, (abortSignal) => docker.getContainer(id).inspect({ abortSignal })),
  );
  if (!info || info.RestartCount === 0) return undefined;
  const { Running, Restarting, ExitCode, FinishedAt } = info.State;
  const exitCode = Running && !Restarting ? -1 : ExitCode;
  return { id, at: Date.parse(FinishedAt), exitCode, labels: info.Config.Labels };
}
