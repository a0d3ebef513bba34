import { type Plan, releaseAddresses } from '@causeway/plan';
import { freeAddresses } from './addresses.ts';
import { isNamed, releaseToTell } from './attachment.ts';
import { note } from './entries.ts';
import { Holds } from './holds.ts';
import { whyUndone } from './interruption.ts';
import { knownService } from './mistake.ts';
import { Obstacle } from './obstacle.ts';
import { type Order, Orders } from './orders.ts';
import { describeRelease, describeStep, isServing, planRetirement } from './plan-release.ts';
import type { Context } from './ports.ts';
import type {
  Asked,
  ProgressEvent,
  ReleaseReport,
  RollbackPreview,
  WantedRelease,
  WantedRollback,
} from './protocol.ts';
import { beingReleased, notAborted, refuseUnheard } from './refusals.ts';
import {
  findRelease,
  newRelease,
  presentReleases,
  type Release,
  type ReleaseFacts,
  replicasAt,
  restoringRelease,
  servingRelease,
} from './release.ts';
import { beingGoneBackTo, isSameContent, planRollback, type Rollback, servesAlready } from './rollback.ts';
import { bakeRelease, drop, outcomeOf, report, retire, runRelease, type Tell } from './run-release.ts';
import { isHeld, planTasks, warmRelease, whyGivenUp } from './tasks.ts';
import { underLease } from './under-lease.ts';
import { UnderWay } from './under-way.ts';
import { isStanding } from './watch-over.ts';

const contentServes = 'the same content and settings serve already';

export interface Surroundings {
  /** Under the plan of now. */
  readonly context: () => Context;
  readonly log: (message: string, facts: Readonly<Record<string, unknown>>) => void;
  /** The host fails under us: the agent is to end, and its next start goes on. */
  readonly interrupted: (error: Error) => void;
}

/** Who releases what at the moment: one release of a service at a time, old ones baking and retiring beside it. */
export class Releases {
  readonly holds: Holds;
  readonly #surroundings: Surroundings;
  readonly #live = new Map<string, UnderWay>();
  /** Service → addresses of the one that goes live; its journal has them only a moment later. */
  readonly #reserved = new Map<string, readonly string[]>();
  readonly #baking = new Map<string, UnderWay>();
  readonly #retiring = new Set<string>();
  readonly #resuming = new Map<string, Promise<void>>();
  /** Key → why; reported as ended, while the disk had no room for writing that down. */
  readonly #givenUp = new Map<string, string>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.holds = new Holds(surroundings.context, (service) => this.#baking.get(service));
  }

  /** The release that goes live now, and the step it is at. */
  running(service: string): { readonly version: string; readonly last?: ProgressEvent } | undefined {
    const live = this.#live.get(service);
    return live && { version: live.release.version, ...(live.last && { last: live.last }) };
  }

  /** Nothing goes live, bakes, retires or is taken up again. */
  get idle(): boolean {
    return this.#live.size + this.#baking.size + this.#retiring.size + this.#resuming.size === 0;
  }

  async release(wanted: WantedRelease, tell: Tell): Promise<ReleaseReport> {
    const next = this.wouldBe(wanted);
    const live = this.#live.get(wanted.service);
    if (live) {
      if (live.release.fingerprint !== next.fingerprint) throw beingReleased(live);
      refuseUnheard(live.release, wanted);
      return this.#waited(await live.follow(tell), wanted.wait, tell);
    }
    const journal = this.#journal(wanted.service);
    if (!wanted.force && isServing(journal, next))
      return this.#waited(this.#unchanged(wanted.service, contentServes), wanted.wait, tell);
    this.holds.refuseAnother(wanted.service);
    return this.#waited(await this.#goLive(next).follow(tell), wanted.wait, tell);
  }

  /** Joins what is under way, or tells what became of it. */
  async attach({ service, release, wait }: Asked<'attach'>, tell: Tell): Promise<ReleaseReport> {
    this.#refuseUnknown(service);
    await this.#undone(service);
    const live = this.#live.get(service);
    if (live && (release === undefined || isNamed(live.release, release)))
      return this.#waited(await live.follow(tell), wait, tell);
    const known = releaseToTell(this.#journal(service), { service, release });
    return this.#waited(this.#told(known), wait, tell);
  }

  async abort({ service, by, why }: Asked<'abort'>): Promise<{ done: string }> {
    return this.#order(service, { order: 'abort', by, ...(why !== undefined && { why }) }, 'to abort');
  }

  async promote({ service, by }: Asked<'promote'>): Promise<{ done: string }> {
    // for good on one host, it could not go back when another fails
    if (!this.#live.has(service)) this.holds.refuseAnother(service);
    return this.#order(service, { order: 'promote', by }, 'to promote: no canary and no bake');
  }

  async previewRollback(wanted: WantedRollback): Promise<RollbackPreview> {
    const planned = this.#rollback(wanted, await this.#warmStands(wanted.service));
    const { from, to, warm, serves, refused } = planned;
    return {
      service: wanted.service,
      from: from.version,
      to: to.version,
      warm: warm || serves,
      steps: this.#rollbackSteps(wanted, planned),
      ...(refused !== undefined && { refused }),
    };
  }

  /** Asked again, or for what serves, it is no second rollback. */
  async rollback(wanted: WantedRollback, tell: Tell): Promise<ReleaseReport> {
    const stands = await this.#warmStands(wanted.service);
    const live = this.#live.get(wanted.service);
    if (live) return this.#joinRollback(live, wanted, tell);
    const { to, warm, serves, refused } = this.#rollback(wanted, stands);
    if (serves) return this.#unchanged(wanted.service, servesAlready(this.#journal(wanted.service), to));
    if (refused !== undefined) throw new Obstacle(`${wanted.service}: ${refused}`);
    const baking = this.#baking.get(wanted.service);
    if (!warm || !baking) return this.#goLive(this.#restoring(to, wanted)).follow(tell);
    return this.#rollbackWarm(baking, { ...wanted, to: to.id }, tell);
  }

  /** What the release would be, without an address or a build number taken. */
  wouldBe(wanted: WantedRelease, plan: Plan = this.#surroundings.context().plan): Release {
    const settings = knownService(plan, wanted.service);
    return newRelease(settings, wanted, this.#journal(wanted.service), this.#facts(wanted.service));
  }

  /**
   * What was interrupted goes on, or is undone when it is hopeless or long ago: after a start of the agent, and now and then
   * for what an engine that did not answer has left.
   */
  resume(): void {
    for (const service of this.#services()) {
      for (const { task, release } of planTasks(this.#journal(service))) {
        if (task !== 'go live' && task !== 'go back') continue;
        const key = keyOf(release);
        if (this.#live.has(service) || this.#resuming.has(key) || this.#isBaking(release)) continue;
        const resumed = task === 'go live' ? this.#resume(release) : this.#goBack(release);
        const work = resumed.finally(() => this.#resuming.delete(key));
        this.#resuming.set(key, work);
        this.#background(work, release);
      }
    }
    this.settle();
  }

  #isBaking({ service, id }: Release): boolean {
    return this.#baking.get(service)?.release.id === id;
  }

  /** Begins whatever the journal leaves to be done and nobody does yet. */
  settle(): void {
    for (const service of this.#services()) {
      for (const { task, release } of planTasks(this.#journal(service))) {
        if (task === 'bake') this.#bake(release);
        if (task === 'retire') this.#retire(release);
      }
    }
  }

  /** Joined from this moment on: whoever asks for the same release again must not begin a second one. */
  #goLive(release: Release, before?: (context: Context) => Promise<void>): UnderWay {
    const { service } = release;
    const orders = new Orders();
    const underWay = new UnderWay(release, orders, async (tell) => {
      const told = this.#logged(release, tell);
      try {
        return await underLease(this.#surroundings.context(), release, async (context) => {
          const placed = await this.#placed(release, context);
          await before?.(context);
          const beforeSwitch = () => this.#endBake(release);
          return this.#remembered(
            release,
            runRelease(context, { release: placed, orders, tell: told, beforeSwitch }),
          );
        });
      } catch (error) {
        this.#tellInterruption(error as Error);
        throw error;
      } finally {
        this.#live.delete(service);
        this.#reserved.delete(service);
        this.settle();
        this.#handOn(orders, release);
      }
    });
    this.#live.set(service, underWay);
    return underWay;
  }

  /** What is told to have ended must not go live later, whatever the journal could not take. */
  async #remembered(release: Release, running: Promise<ReleaseReport>): Promise<ReleaseReport> {
    try {
      const ended = await running;
      if (ended.error !== undefined) this.#giveUp(release, ended.error);
      return ended;
    } catch (error) {
      const { interrupts } = this.#surroundings.context().ports;
      if (!interrupts(error)) this.#giveUp(release, (error as Error).message);
      throw error;
    }
  }

  #giveUp(release: Release, why: string): void {
    const tasks = planTasks(this.#journal(release.service));
    const isOpen = tasks.some(({ task, release: { id } }) => task === 'go live' && id === release.id);
    if (isOpen) this.#givenUp.set(keyOf(release), String(why.split('\n', 1)[0]));
  }

  /** What was ordered too late for the steps up to the switch is obeyed by the bake. */
  #handOn({ given }: Orders, { service, id }: Release): void {
    const baking = this.#baking.get(service);
    const release = findRelease(this.#journal(service), id);
    if (given && release && baking?.release.id === id && mayBeObeyed(given, release))
      baking.orders.give(given);
  }

  /** At addresses that nobody has; one that goes on has its own. */
  async #placed(release: Release, { plan, ports }: Context): Promise<Release> {
    if (release.replicas.length > 0) return release;
    // what runs has its address also while its journal is damaged or gone
    const running = await ports.containers.replicas();
    const present = this.#services().flatMap((name) => presentReleases(this.#journal(name)));
    const there = [...running, ...present.flatMap(({ replicas }) => replicas)];
    const taken = [...there.map(({ address }) => address), ...[...this.#reserved.values()].flat()];
    const all = releaseAddresses(plan.networks.services);
    const addresses = freeAddresses(all, taken, release.settings.replicas);
    this.#reserved.set(release.service, addresses);
    return { ...release, replicas: replicasAt(addresses) };
  }

  /** The release before has proven itself, or is taken back right now: then there is nothing to switch from. */
  async #endBake({ service, id, previous, version }: Release): Promise<void> {
    const baking = this.#baking.get(service);
    baking?.orders.give({ order: 'supersede', by: version });
    await baking?.done;
    const { serving } = this.#journal(service);
    if (serving !== undefined && serving !== previous && serving !== id)
      throw new Error(`${serving} serves meanwhile instead of ${previous}: release again`);
  }

  #bake(release: Release): void {
    const { service } = release;
    if (this.#baking.has(service)) return;
    const orders = new Orders();
    const underWay = new UnderWay(release, orders, async (tell) => {
      try {
        const ended = await bakeRelease(this.#surroundings.context(), {
          release,
          orders,
          tell: this.#logged(release, tell),
        });
        if (ended.outcome === 'switched-back')
          this.#live
            .get(service)
            ?.orders.give({ order: 'abort', by: `the way back from ${release.version}` });
        return ended;
      } catch (error) {
        this.#tellInterruption(error as Error);
        throw error;
      } finally {
        this.#baking.delete(service);
        this.settle();
      }
    });
    this.#baking.set(service, underWay);
    this.#background(underWay.done, release);
  }

  #retire(release: Release): void {
    const key = keyOf(release);
    if (this.#retiring.has(key)) return;
    this.#retiring.add(key);
    const context = this.#surroundings.context();
    const work = this.#bakeOver(release).then(async () => {
      if (this.#isToRetire(release)) await retire(context, this.#quietly(release));
    });
    this.#background(
      work.finally(() => this.#retiring.delete(key)),
      release,
    );
  }

  /** Still, when it has come to that. */
  #isToRetire({ service, id }: Release): boolean {
    return planTasks(this.#journal(service)).some(
      ({ task, release }) => task === 'retire' && release.id === id,
    );
  }

  /** Of a service that is let go nobody takes the traffic back, and one hand at a time writes the record. */
  async #bakeOver({ service, id }: Release): Promise<void> {
    const baking = this.#baking.get(service);
    if (baking?.release.id !== id) return;
    baking.orders.give({ order: 'supersede', by: 'the removal of the service' });
    await baking.done.catch(() => {});
  }

  async #resume(release: Release): Promise<void> {
    const context = this.#surroundings.context();
    const at = release.steps.at(-1)?.step ?? 'its beginning';
    const { resumed = 0 } = release;
    const why = this.#whyUndone(release);
    if (why) {
      this.#surroundings.log('an interrupted release is undone', { ...named(release), why });
      await drop(context, this.#quietly(release), `${why}, at ${at}`);
      this.#givenUp.delete(keyOf(release));
      return this.settle();
    }
    const again = { ...release, resumed: resumed + 1 };
    await this.#goLive(again, async (leased) => {
      await leased.ports.journal.save(again);
      await note(leased, again, 'release resumed', { why: `interrupted at ${at}`, by: 'the agent' });
    }).done;
  }

  #whyUndone(release: Release): string | undefined {
    const { service, id } = release;
    const { leases, clock } = this.#surroundings.context().ports;
    return whyUndone(release, {
      serves: this.#journal(service).serving === id,
      givenUp: this.#givenUp.get(keyOf(release)),
      lastSeen: leases.lastSeen(service) ?? 0,
      now: clock.now(),
    });
  }

  async #goBack(release: Release): Promise<void> {
    const why = release.left?.why ?? release.failed ?? whyGivenUp(release) ?? 'taken back';
    await drop(this.#surroundings.context(), this.#quietly(release), why);
    this.settle();
  }

  async #order(
    service: string,
    order: Parameters<Orders['give']>[0],
    what: string,
  ): Promise<{ done: string }> {
    this.#refuseUnknown(service);
    const aborts = order.order === 'abort';
    const warmStands = aborts && (await this.#warmStands(service));
    const underWay = this.#live.get(service) ?? this.#baking.get(service);
    if (!underWay) throw new Obstacle(`${service}: there is nothing ${what}; look with \`status\``);
    const { release } = underWay;
    if (aborts && this.#isBaking(release)) this.#refuseWayBack(release, warmStands);
    underWay.orders.give(order);
    const { outcome, version, error } = await this.#ended(underWay);
    if (aborts && this.#journal(service).serving === release.id) throw notAborted(release);
    return { done: `${version} ${outcome}${error ? `: ${error.split('\n', 1)[0]}` : ''}` };
  }

  #refuseWayBack(release: Release, warmStands: boolean): void {
    const { service, previous, irreversible } = release;
    if (irreversible !== undefined) throw notAborted(release);
    // a first release gives way to nobody
    if (warmStands || previous === undefined) return;
    const { version } = findRelease(this.#journal(service), previous) ?? release;
    throw new Obstacle(
      `${service}: ${version}, which would take over, has no healthy replica; \`rollback\` starts it again`,
    );
  }

  /** With its bake, where that has been handed an order on. */
  async #ended(underWay: UnderWay): Promise<ReleaseReport> {
    const { service, id } = underWay.release;
    const ended = await underWay.done;
    const baking = this.#baking.get(service);
    return baking?.release.id === id && baking.orders.given ? baking.done : ended;
  }

  /** The bake of the release that is left obeys; its last step is the switch back. */
  async #rollbackWarm(
    baking: UnderWay,
    wanted: WantedRollback & { to: string },
    tell: Tell,
  ): Promise<ReleaseReport> {
    const { service, by, to } = wanted;
    const before = baking.orders.given;
    baking.orders.give({ order: 'rollback', by });
    const { outcome, steps, requests } = await baking.follow(tell);
    const journal = this.#journal(service);
    const target = findRelease(journal, to);
    // what was ordered first is obeyed, and may have ended the bake another way
    if (!target || journal.serving !== to) return this.rollback(wanted, tell);
    if (before?.order === 'rollback') return this.#unchanged(service, beingGoneBackTo(target, before.by));
    if (outcome !== 'rolled-back') return this.#unchanged(service, servesAlready(journal, target));
    return {
      ...this.#told(target),
      by,
      outcome,
      previous: baking.release.version,
      steps: steps.filter(({ step }) => step === 'switch').slice(-1),
      ...(requests && { requests }),
    };
  }

  async #joinRollback(live: UnderWay, wanted: WantedRollback, tell: Tell): Promise<ReleaseReport> {
    const { release } = live;
    const { to } = this.#rollback(wanted, true);
    if (release.restores === undefined || !isSameContent(this.#journal(wanted.service), release, to))
      throw beingReleased(live);
    const ended = await live.follow(tell);
    if (ended.outcome !== 'rolled-back') return ended;
    return this.#unchanged(wanted.service, beingGoneBackTo(to, release.by));
  }

  #rollbackSteps(wanted: WantedRollback, { from, to, warm, serves }: Rollback): string[] {
    if (serves) return [`nothing: ${servesAlready(this.#journal(wanted.service), to)}`];
    if (!warm) return describeRelease(this.#journal(wanted.service), this.#restoring(to, wanted));
    return [
      `switch: the route goes back from ${from.version} to ${to.version}, which is warm and healthy`,
      ...planRetirement(from).map(describeStep),
    ];
  }

  /** One that the config does not name any more has a journal, and may still finish what it has in hand. */
  #refuseUnknown(service: string): void {
    const { plan, ports } = this.#surroundings.context();
    if (!ports.journal.services().includes(service)) knownService(plan, service);
  }

  /** A warm release in which nobody is left to take over is started again, as a cold one is. */
  #rollback(wanted: WantedRollback, warmStands: boolean): Rollback {
    this.#refuseUnknown(wanted.service);
    const planned = planRollback(this.#journal(wanted.service), wanted);
    return { ...planned, warm: planned.warm && warmStands };
  }

  /** By the edge's word; while it has none, the route may go back all the same. */
  async #warmStands(service: string): Promise<boolean> {
    const warm = warmRelease(this.#journal(service));
    if (!warm) return false;
    return this.#surroundings
      .context()
      .ports.edge.view(warm)
      .then(isStanding, () => true);
  }

  #restoring(target: Release, wanted: WantedRollback): Release {
    return restoringRelease(target, wanted, this.#journal(target.service), this.#facts(target.service));
  }

  #facts(service: string): ReleaseFacts {
    const { clock, history } = this.#surroundings.context().ports;
    return { startedAt: clock.now(), addresses: [], built: history.newestBuild(service) };
  }

  /** With `wait` the answer is what became of the release in the end. */
  async #waited(now: ReleaseReport, wait: boolean | undefined, tell: Tell): Promise<ReleaseReport> {
    const baking = this.#baking.get(now.service);
    if (baking?.release.id !== now.release) return now;
    // what is being aborted is not released, though the route went over
    if (!wait && baking.orders.given?.order !== 'abort') return now;
    const { bakesUntil: _over, why: _unchanged, ...released } = now;
    return { ...released, ...(await baking.follow(tell)) };
  }

  /** What an earlier agent has left half done is live again, or is being undone: that ends first. */
  async #undone(service: string): Promise<void> {
    if (this.#live.has(service)) return;
    const ours = [...this.#resuming].filter(([key]) => key.startsWith(`${service} `));
    await Promise.allSettled(ours.map(([, work]) => work));
  }

  #told(release: Release): ReleaseReport {
    const outcome = outcomeOf(release);
    const error = release.failed ?? release.left?.why;
    return report(this.#surroundings.context(), release, { outcome, ...(error !== undefined && { error }) });
  }

  #unchanged(service: string, why: string): ReleaseReport {
    const serving = servingRelease(this.#journal(service));
    if (!serving) throw new Error(`${service}: nothing serves`);
    return { ...report(this.#surroundings.context(), serving, { outcome: 'unchanged', why }), steps: [] };
  }

  /** Nobody looks on. */
  #quietly(release: Release): { release: Release; tell: Tell } {
    return { release, tell: this.#logged(release, () => {}) };
  }

  #logged(release: Release, tell: Tell): Tell {
    return (event) => {
      // waiting is for people who look on; the log keeps what began and ended
      const { step, state, detail } = event;
      if (state !== 'waiting')
        this.#surroundings.log(`${step} ${state}`, { ...named(release), ...(detail && { detail }) });
      tell(event);
    };
  }

  /** What cannot be stopped or removed now is tried again, and is no reason to end the agent each time. */
  #background(work: Promise<unknown>, release: Release): void {
    work.catch((error: Error) =>
      this.#surroundings.log('could not be ended', { ...named(release), error: error.message }),
    );
  }

  #tellInterruption(error: Error): void {
    if (this.#surroundings.context().ports.interrupts(error)) this.#surroundings.interrupted(error);
  }

  #journal(service: string) {
    return this.#surroundings.context().ports.journal.read(service);
  }

  #services(): readonly string[] {
    return this.#surroundings.context().ports.journal.services();
  }
}

/** By a release that serves. */
function mayBeObeyed({ order }: Order, release: Release): boolean {
  switch (order) {
    case 'abort':
      return release.irreversible === undefined;
    case 'promote':
      return !isHeld(release);
    default:
      return true;
  }
}

function keyOf({ service, id }: Release): string {
  return `${service} ${id}`;
}

function named({ service, version }: Release) {
  return { service, version };
}
