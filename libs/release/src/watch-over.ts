import type { Clock, Context, Crash, EdgeView } from './ports.ts';
import type { Release } from './release.ts';

/** A few errors are no rate, however few the requests. */
const fewestErrors = 5;

/** Long enough for a rate to mean something, short enough to go back within 5 s of passing the threshold. Milliseconds. */
const window = 5000;

/** A replica that was killed from outside is back sooner. Milliseconds. */
const unhealthyFor = 3000;

/** A look at the edge costs it some milliseconds; crashes are looked for at every turn. */
const lookInterval = 250;

export interface Watched {
  readonly candidate: Release;
  /** What it is measured against, and goes back to. */
  readonly reference: Release;
  /** Crashes before do not count; milliseconds since the epoch. */
  readonly since: number;
  /** Is told of a crash that is no reason, as there is nobody to go back to. */
  readonly overlook: (what: string) => void;
}

type Counts = Pick<EdgeView, 'served' | 'failed' | 'unsent'>;

interface Sample extends Counts {
  readonly at: number;
}

/** Says what is wrong with the candidate at this moment; asked again and again. */
export async function watchOver(
  { ports }: Context,
  { candidate, reference, since, overlook }: Watched,
): Promise<() => Promise<string | undefined>> {
  const before = await ports.edge.view(reference).catch(() => undefined);
  const baseline = errorShare(before);
  let stands = before === undefined || isStanding(before);
  let overlookedTo = since;
  const setBack = clockSetBack(ports.clock);
  let samples: readonly Sample[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  let unhealthySince: number | undefined;

  const look = async (now: number): Promise<string | undefined> => {
    const views = await bothViews(ports.edge, candidate, reference);
    if (!views) return undefined;
    stands = isStanding(views.reference);
    const { served, failed, unsent } = views.candidate;
    samples = recent([...samples, { at: now, served, failed, unsent }], now);
    const ill = unhealthy(candidate, views.candidate) && !unhealthy(reference, views.reference);
    unhealthySince = ill ? (unhealthySince ?? now) : undefined;
    if (unhealthySince !== undefined && now - unhealthySince >= unhealthyFor)
      return describeHealth(candidate, views.candidate, now - unhealthySince);
    // nobody is served better by what the edge would not send anybody to
    if (!stands) return undefined;
    return tooManyErrors(samples, { now, baseline, allowed: candidate.settings.deploy.errors });
  };

  return async () => {
    const crash = ports.containers.crashes(candidate, overlookedTo - setBack()).at(-1);
    // asked of the edge a moment ago: going back at once must wait for nothing
    if (crash && stands) return describeCrash(crash);
    if (crash) {
      overlook(`${describeCrash(crash)}, while ${reference.version} had no healthy replica`);
      overlookedTo = crash.at + 1 + setBack();
    }
    const now = ports.clock.elapsed();
    if (now - lookedAt < lookInterval) return undefined;
    lookedAt = now;
    return look(now);
  };
}

/** By how many milliseconds the clock, which the engine tells crashes by, has been set back from now on. */
function clockSetBack({ now, elapsed }: Clock): () => number {
  const begun = now() - elapsed();
  return () => Math.max(0, begun - (now() - elapsed()));
}

/** Somebody of it could take requests. */
export function isStanding({ healthy }: EdgeView): boolean {
  return healthy.length > 0;
}

function describeCrash({ replica, exitCode }: Crash): string {
  return `replica ${replica} ended by itself (exit code ${exitCode})`;
}

function errorShare(counts: Counts = { served: 0, failed: 0, unsent: 0 }): number {
  const { served, failed } = ownAnswers(counts);
  return served > 0 ? failed / served : 0;
}

/** What the release has answered itself, at least: an overloaded host answers for it, and says nothing about it. */
function ownAnswers({ served, failed, unsent }: Counts): Pick<Counts, 'served' | 'failed'> {
  const edges = Math.max(0, Math.min(failed, unsent));
  return { served: served - edges, failed: failed - edges };
}

/** Undefined while the edge does not answer: that says nothing about the release. */
function bothViews(edge: Context['ports']['edge'], candidate: Release, reference: Release) {
  return Promise.all([edge.view(candidate), edge.view(reference)]).then(
    ([one, other]) => ({ candidate: one, reference: other }),
    () => undefined,
  );
}

function unhealthy({ replicas }: Release, { healthy }: EdgeView): boolean {
  return replicas.some(({ address }) => !healthy.includes(address));
}

function describeHealth({ replicas }: Release, { healthy }: EdgeView, lasted: number): string {
  const ill = replicas.filter(({ address }) => !healthy.includes(address)).map(({ replica }) => replica);
  return `replica ${ill.join(' and ')} unhealthy for ${Math.round(lasted) / 1000} s, while the old release is not`;
}

interface Rate {
  readonly now: number;
  readonly baseline: number;
  readonly allowed: number;
}

/** All that is ever compared, however long the watch: the first sample, and those since the window began. */
export function recent<Taken extends Pick<Sample, 'at'>>(samples: readonly Taken[], now: number): Taken[] {
  const [first, ...later] = samples;
  const begin = later.findLastIndex(({ at }) => at <= now - window);
  return first ? [first, ...later.slice(Math.max(0, begin))] : [];
}

/** Lately, for a busy service, and since the beginning, for a quiet one. */
function tooManyErrors(samples: readonly Sample[], rate: Rate): string | undefined {
  const last = samples.at(-1);
  const lately = samples.findLast(({ at }) => at <= rate.now - window);
  const starts = [lately, samples[0]].filter((start) => start !== undefined);
  return starts.map((start) => describeErrors(start, last ?? start, rate)).find((words) => words);
}

function describeErrors(from: Sample, to: Sample, { baseline, allowed }: Rate): string | undefined {
  const { served, failed } = ownAnswers({
    served: to.served - from.served,
    failed: to.failed - from.failed,
    unsent: to.unsent - from.unsent,
  });
  if (failed < fewestErrors || failed / served <= baseline + allowed) return undefined;
  const seconds = ((to.at - from.at) / 1000).toFixed(1);
  return `${failed} of ${served} answers in ${seconds} s were 5xx (${percent(failed / served)}); the old release had ${percent(baseline)}, and ${percent(allowed)} more are allowed`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
