import { answersOf, countRequests, note, notePromotion } from './entries.ts';
import { Aborted, Orders } from './orders.ts';
import type { Step } from './plan-release.ts';
import { planBake, planGoingLive, planRetirement } from './plan-release.ts';
import type { Change, Context } from './ports.ts';
import type { Action, Outcome, ProgressEvent, ReleaseReport, RequestCount, StepRecord } from './protocol.ts';
import { prune } from './prune.ts';
import type { Exposure, Leave, Release } from './release.ts';
import { findRelease, servingRelease } from './release.ts';
import { bake } from './steps/bake.ts';
import { canary } from './steps/canary.ts';
import { drain } from './steps/drain.ts';
import { hold } from './steps/hold.ts';
import { look } from './steps/look.ts';
import { migrate } from './steps/migrate.ts';
import { prepare } from './steps/prepare.ts';
import { ready } from './steps/ready.ts';
import { start } from './steps/start.ts';
import type { Act } from './steps/step.ts';
import { removeContainers, stop } from './steps/stop.ts';
import { switchTraffic } from './steps/switch.ts';
import { cutShort, hasBegun, hasDone, hasEnded, hasServed } from './tasks.ts';
import { WentBad } from './went-bad.ts';

const acts = {
  look,
  migrate,
  start,
  ready,
  canary,
  switch: switchTraffic,
  hold,
  bake,
  prepare,
  drain,
  stop,
} satisfies Record<Step['step'], Act>;

export type Tell = (event: ProgressEvent) => void;

/** A release with whoever asks something of it and listens to it. */
export interface Run {
  readonly release: Release;
  readonly orders: Orders;
  readonly tell: Tell;
  /** Ends what must not run on once this release serves. */
  readonly beforeSwitch?: () => Promise<void>;
}

/**
 * Puts a release live, or leaves everything as it was; goes on where it was interrupted. The release before stays:
 * `bakeRelease` and `retire` see to it.
 */
export async function runRelease(context: Context, run: Run): Promise<ReleaseReport> {
  const release = await open(context, run.release);
  tellBeginning(context, { ...run, release });
  try {
    await takeAll(context, { ...run, release }, planGoingLive(release));
  } catch (error) {
    if (context.ports.interrupts(error)) throw error;
    return giveUp(context, { ...run, release }, error as Error);
  }
  const requests = await noteRelease(context, release);
  return report(context, release, { outcome: release.restores ? 'rolled-back' : 'released', requests });
}

/** Only now: the next agent would know nothing of a name that is not in the journal. */
function tellBeginning({ ports }: Context, { release: { id, version }, tell }: Run): void {
  tell({ at: ports.clock.now(), step: 'release', state: 'started', detail: version, release: id });
}

/** Watches a release that serves while the one before is warm; what goes bad gives its traffic back. */
export async function bakeRelease(context: Context, run: Run): Promise<ReleaseReport> {
  const release = await open(context, run.release);
  await noteRelease(context, release);
  try {
    await takeAll(context, { ...run, release }, planBake(release));
  } catch (error) {
    if (context.ports.interrupts(error)) throw error;
    return goBack(context, { ...run, release }, error as Error);
  }
  const last = planBake(release).at(-1)?.step;
  const { detail } = current(context, release).steps.findLast(({ step }) => step === last) ?? {};
  const { given } = run.orders;
  if (given?.order === 'promote') await notePromotion(context, release, given.by, 'the bake');
  else await note(context, release, 'bake ended', { ...(detail && { why: detail }) });
  return report(context, release, { outcome: release.restores ? 'rolled-back' : 'released' });
}

/** Lets a release that served finish what it has in hand, and stops it. Goes on where it was interrupted. */
export async function retire(context: Context, run: Omit<Run, 'orders'>): Promise<void> {
  const release = await open(context, run.release);
  if (release.endedAt !== undefined) return;
  const successor = successorOf(context, release);
  if (successor) await noteRelease(context, successor);
  else await leave(context, release);
  await takeAll(context, { ...run, release, orders: new Orders() }, planRetirement(release));
  const answers = await answersOf(context, release);
  await end(context, release);
  const steps = retirementOf(current(context, release));
  const { facts = {} } = steps.find(({ step }) => step === 'drain') ?? {};
  await note(context, release, 'retire', {
    steps,
    ...(answers && { requests: [{ version: release.version, ...answers }] }),
    drained: facts.drained ?? 0,
    cut: facts.left ?? 0,
  });
  await prune(context, release.service);
}

/** Told once; told again by whatever follows the switch, in case that the agent was killed right after it. */
async function noteRelease(context: Context, release: Release): Promise<RequestCount[]> {
  if (release.restores) await leaveBehind(context, release);
  const requests = await countRequests(context, release);
  const { steps } = current(context, release);
  await note(context, release, release.restores ? 'rollback' : 'release', { requests, steps });
  return requests;
}

/** The one that serves in its place. */
function successorOf({ ports }: Context, { service, id }: Release): Release | undefined {
  const serving = servingRelease(ports.journal.read(service));
  return serving?.previous === id && hasDone(serving, 'switch') ? serving : undefined;
}

/** The same for one that was switched back from: the edge has to say that it leads nobody there any more. */
async function leave(context: Context, release: Release): Promise<void> {
  await context.ports.edge.refresh();
  if (!release.left) return;
  const { action, by, why } = release.left;
  await note(context, release, action, { by, why, steps: release.steps });
}

/** The last record of each of its last steps. */
function retirementOf(release: Release): StepRecord[] {
  return planRetirement(release).flatMap(
    ({ step }) => release.steps.findLast((record) => record.step === step) ?? [],
  );
}

/** Ends a release that is not gone on with: what it has served it finishes, and otherwise it leaves nothing. */
export async function drop(
  context: Context,
  { release, tell }: Pick<Run, 'release' | 'tell'>,
  why: string,
): Promise<void> {
  const by = 'the agent';
  const { action } = release.left ?? { action: 'switch back' };
  if (!hasServed(release)) await undo(context, release, why);
  else await switchBack(context, { release, tell }, release.left ?? { action, by, why });
  await note(context, release, hasServed(release) ? action : 'release failed', { by, why });
}

/** For what never had traffic, and so has nothing in hand but its own end. Milliseconds. */
const graceWithoutTraffic = 10_000;

/** Removes what a release that never served has left behind. */
async function undo(context: Context, release: Release, why: string): Promise<void> {
  // said first, or an interruption in between would go on with what is half removed
  await context.ports.journal.save({ ...current(context, release), failed: why });
  const begun = current(context, release);
  // it may have taken the route to them later than anybody waited for
  if (hasBegun(begun, 'switch')) await context.ports.edge.refresh();
  const grace = Math.min(release.settings.deploy.stopGrace, graceWithoutTraffic);
  if (hasBegun(begun, 'migrate') || hasBegun(begun, 'start')) await removeContainers(context, release, grace);
  await end(context, release);
}

export function report(
  { ports }: Context,
  release: Release,
  end: Pick<ReleaseReport, 'outcome' | 'error' | 'requests' | 'why'>,
): ReleaseReport {
  const journal = ports.journal.read(release.service);
  const previous = findRelease(journal, release.previous);
  const now = findRelease(journal, release.id) ?? release;
  const bakesUntil = bakeEnd(now);
  return {
    service: release.service,
    version: release.version,
    release: release.id,
    by: release.by,
    image: release.image,
    ...(previous && { previous: previous.version }),
    steps: now.steps,
    ...(bakesUntil !== undefined && journal.serving === release.id && { bakesUntil }),
    ...end,
  };
}

/** While it is watched: when that ends, milliseconds since the epoch. */
export function bakeEnd(release: Release): number | undefined {
  const bake = planBake(release).find(({ step }) => step === 'bake');
  const switched = release.steps.findLast(({ step, endedAt }) => step === 'switch' && endedAt !== undefined);
  if (bake?.step !== 'bake' || hasEnded(release, 'bake') || switched?.endedAt === undefined) return undefined;
  return switched.endedAt + bake.for;
}

/** What the journal tells of a release that has ended or serves, for whoever asks later. */
export function outcomeOf({ failed, left, restores }: Release): Outcome {
  if (left) return left.action === 'release aborted' ? 'aborted' : 'switched-back';
  if (failed !== undefined) return 'failed';
  return restores ? 'rolled-back' : 'released';
}

/** In the journal before anything is done; what an interruption left open is marked as cut short. */
async function open(context: Context, { service, id, ...given }: Release): Promise<Release> {
  const { journal, clock } = context.ports;
  const known = findRelease(journal.read(service), id);
  const previous = findRelease(journal.read(service), given.previous);
  const before = known ? known.before : await answersOf(context, previous);
  const release = known ?? { service, id, ...given, ...(before && { before }) };
  const switched = hasDone(release, 'switch');
  // replicas that were ready before an interruption need not be so after it
  const isOpen = ({ step, endedAt }: StepRecord) => endedAt === undefined || (step === 'ready' && !switched);
  const steps = release.steps.map((record) =>
    isOpen(record) ? { ...record, endedAt: record.endedAt ?? clock.now(), failed: cutShort } : record,
  );
  const opened = { ...release, steps };
  await journal.save(opened);
  return opened;
}

async function takeAll(context: Context, run: Run, steps: readonly Step[]): Promise<void> {
  for (const { step } of steps) {
    if (!hasDone(current(context, run.release), step)) await take(context, run, step);
  }
}

/** One step, in the journal before it is taken and after it is done. */
async function take(context: Context, run: Run, step: Step['step']): Promise<void> {
  const { release, orders, tell } = run;
  const { clock, journal, interrupts } = context.ports;
  if (step === 'switch') await run.beforeSwitch?.();
  await context.lease?.confirm();
  const startedAt = clock.now();
  const done = current(context, release).steps;
  const previous = findRelease(journal.read(release.service), release.previous);
  const say = (state: ProgressEvent['state'], detail?: string) =>
    tell({ at: clock.now(), step, state, ...(detail && { detail }) });
  const save = (record: object) =>
    journal.save({ ...current(context, release), steps: [...done, { step, startedAt, ...record }] });

  await save({});
  say('started');
  try {
    const found = await acts[step]({
      ...context,
      release: current(context, release),
      ...(previous && { previous }),
      orders,
      waiting: onChange((what) => say('waiting', what)),
    });
    const { detail, ...facts } = typeof found === 'string' ? { detail: found } : found;
    await save({ endedAt: clock.now(), detail, ...facts });
    say('done', detail);
  } catch (error) {
    if (interrupts(error)) throw error;
    const failed = (error as Error).message;
    await save({ endedAt: clock.now(), failed });
    say('failed', failed);
    throw error;
  }
}

/** Before the switch: the new containers go, and the old ones never noticed. */
async function giveUp(context: Context, run: Run, error: Error): Promise<ReleaseReport> {
  const { release } = run;
  if (hasServed(current(context, release))) return goBack(context, run, error);
  const left = await undo(context, release, error.message).then(
    () => '',
    (failure: Error) => `\nand its containers could not be removed: ${failure.message}`,
  );
  const outcome = error instanceof Aborted ? 'aborted' : 'failed';
  const why = `${error.message}${left}`;
  const action = outcome === 'aborted' ? 'release aborted' : 'release failed';
  const by = error instanceof Aborted ? error.by : release.by;
  await note(context, release, action, { by, why, steps: current(context, release).steps });
  await prune(context, release.service);
  return report(context, release, { outcome, error: why });
}

/** After it: the old release takes over at once, and the evidence is told when it has. */
async function goBack(
  context: Context,
  { release, tell }: Pick<Run, 'release' | 'tell'>,
  error: Error,
): Promise<ReleaseReport> {
  if (release.irreversible !== undefined && release.id === servingId(context, release)) {
    const why = `${error.message}\nand there is no way back: ${release.irreversible}`;
    await note(context, release, 'bake ended', { why });
    return report(context, release, { outcome: 'failed', error: why });
  }
  const order = error instanceof WentBad ? error.order : undefined;
  const action = leaveAction(error, order);
  const by = order?.by ?? (error instanceof Aborted ? error.by : 'the agent');
  await switchBack(context, { release, tell }, { action, by, why: error.message });
  // what people asked for needs no evidence
  const why = order ? error.message : `${error.message}${await lastLines(context, release)}`;
  const requests = await countRequests(context, release);
  await note(context, release, action, { by, why, requests, steps: current(context, release).steps });
  const outcome = {
    'switch back': 'switched-back',
    rollback: 'rolled-back',
    'release aborted': 'aborted',
  } as const;
  return report(context, release, { outcome: outcome[action], error: why, requests });
}

function leaveAction(
  error: Error,
  order: WentBad['order'],
): Extract<Action, 'switch back' | 'rollback' | 'release aborted'> {
  if (error instanceof Aborted || order?.order === 'abort') return 'release aborted';
  return order?.order === 'rollback' ? 'rollback' : 'switch back';
}

/** The release before is warm: the route is all that changes. */
async function switchBack(
  context: Context,
  { release, tell }: Pick<Run, 'release' | 'tell'>,
  leave: Omit<Leave, 'at'>,
): Promise<void> {
  const { journal, clock } = context.ports;
  const left = { at: clock.now(), ...leave };
  await journal.save({ ...current(context, release), left });
  if (servingId(context, release) !== release.id)
    return show(context, release.service, { canary: undefined });
  tell({ at: left.at, step: 'switch', state: 'started' });
  await show(context, release.service, { serving: release.previous, canary: undefined });
  const detail = wayBack(context, release);
  const endedAt = clock.now();
  const { steps, ...rest } = current(context, release);
  await journal.save({ ...rest, steps: [...steps, { step: 'switch', startedAt: left.at, endedAt, detail }] });
  tell({ at: endedAt, step: 'switch', state: 'done', detail });
}

async function show({ ports }: Context, service: string, change: Change<Exposure>): Promise<void> {
  await ports.journal.expose(service, change);
  await ports.edge.refresh();
}

function wayBack({ ports }: Context, { service, version, previous }: Release): string {
  const back = findRelease(ports.journal.read(service), previous);
  return `${version} → ${back?.version ?? 'nobody'}`;
}

/** What was rolled back from is nothing to go back to. */
async function leaveBehind({ ports }: Context, { service, previous, by, restores }: Release): Promise<void> {
  const left = findRelease(ports.journal.read(service), previous);
  if (!left || left.left) return;
  const leave = { action: 'rollback', by, at: ports.clock.now(), why: `back to ${restores}` } as const;
  await ports.journal.save({ ...left, left: leave });
}

/** Evidence; what cannot be had is left out. */
async function lastLines({ ports }: Context, { service, id }: Release): Promise<string> {
  const replicas = await ports.containers.replicas().catch(() => []);
  const mine = replicas.filter((replica) => replica.service === service && replica.release === id);
  const tails = mine.map(async ({ container }) => {
    const tail = await ports.containers.logTail(container).catch(() => '');
    return tail && `\n${container}:\n${tail}`;
  });
  return (await Promise.all(tails)).join('');
}

async function end(context: Context, release: Release): Promise<void> {
  const { journal, clock, edge } = context.ports;
  await journal.save({ ...current(context, release), endedAt: clock.now() });
  // of one that started nothing the edge knows nothing
  if (hasBegun(current(context, release), 'start')) await edge.refresh();
}

function servingId({ ports }: Context, { service }: Release): string | undefined {
  return ports.journal.read(service).serving;
}

function current({ ports }: Context, release: Release): Release {
  return findRelease(ports.journal.read(release.service), release.id) ?? release;
}

/** A wait that is polled says each thing once. */
function onChange(say: (what: string) => void): (what: string) => void {
  let last: string | undefined;
  return (what) => {
    if (what !== last) say(what);
    last = what;
  };
}
