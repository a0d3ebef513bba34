import { setTimeout as pause } from 'node:timers/promises';
import type { ReleaseReport, WantedRelease } from '@causeway/release';
import { abortOn } from './abort.ts';
import { AgentLost, agentOf, answerDeadline, ask, releaseDeadline } from './agent-client.ts';
import { Failure } from './failure.ts';
import { follow } from './follow.ts';
import type { OfHost } from './hosts.ts';
import { Interrupted, intercepting, interrupt, interruption } from './interruption.ts';
import { whoAsks } from './person.ts';
import type { Say } from './progress.ts';
import { describeEvent, isFailure, ReleaseFailure, ReportUnwritten } from './release-report.ts';
import { carryOut, type Destination } from './releasing.ts';
import { findService } from './target.ts';

/** Long enough for a cut line to be taken up again, short enough for somebody who has closed the laptop. Milliseconds. */
export const holdFor = 60_000;
/** Three words may be lost on the way. Milliseconds. */
const renewEvery = 15_000;
/** Well within the hold of those that wait meanwhile. Milliseconds. */
const patience = 30_000;
const lookAgainAfter = 500;

/** A release on one host of several. */
export interface Part {
  readonly hostName: string;
  readonly destination: Destination;
  readonly wanted: WantedRelease;
}

interface Held {
  readonly part: Part;
  readonly report: ReleaseReport;
}

/** On the one host as it comes; on several so that in the end all have it, or none. */
export async function releaseParts(
  parts: readonly OfHost<Part>[],
  say: Say,
): Promise<readonly OfHost<ReleaseReport>[]> {
  const all = parts.map(({ facts }) => facts);
  const reports = await (all.length === 1 ? releaseAlone(all, say) : releaseTogether(all, say));
  return parts.flatMap(({ hostName }, index) => {
    const facts = reports[index];
    return facts ? [{ hostName, facts }] : [];
  });
}

function releaseAlone(parts: readonly Part[], say: Say): Promise<ReleaseReport[]> {
  return Promise.all(
    parts.map(({ destination, wanted }) => carryOut(destination, { op: 'release', wanted }, say)),
  );
}

/**
 * Host by host; each that has switched is held until all have, and then confirmed. What fails on one leaves all on what
 * served before.
 */
async function releaseTogether(parts: readonly Part[], say: Say): Promise<ReleaseReport[]> {
  const held = new HeldReleases(say);
  try {
    for (const part of parts) await held.add(part);
    await held.confirm();
    if (parts.some(({ wanted }) => wanted.wait)) await held.watch();
  } catch (error) {
    throw await held.takeBack(error);
  } finally {
    held.close();
  }
  if (held.unwritten) throw held.unwritten;
  return held.reports;
}

class HeldReleases {
  readonly #say: Say;
  readonly #timer: NodeJS.Timeout;
  readonly #all: Held[] = [];
  /** Those of them that the agents keep only as long as we are there. */
  #held: Held[] = [];
  #at: string | undefined;
  /** A report that is lost is no reason to take a release back. */
  unwritten: ReportUnwritten | undefined;

  constructor(say: Say) {
    this.#say = say;
    this.#timer = setInterval(() => void this.#renewAll().catch(() => {}), renewEvery);
  }

  get reports(): ReleaseReport[] {
    return this.#all.map(({ report }) => report);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** All call the content what the first calls it. */
  async add(part: Part): Promise<void> {
    const { hostName, wanted } = part;
    this.#at = hostName;
    const { wait: _afterwards, ...asked } = wanted;
    const version = this.#all[0]?.report.version;
    const held = { ...asked, hold: holdFor, ...(version && { version }) };
    const found = await this.#carryOut(part, held);
    // under another name nobody could see that it is the same
    const isNamed = found.outcome !== 'unchanged' || version === undefined || found.version === version;
    const report = isNamed ? found : await this.#carryOut(part, withNewName(held));
    const one = { part, report };
    this.#all.push(one);
    // ours to take back, also when no word of it comes any more
    if (report.outcome !== 'unchanged') this.#held.push(one);
    const isHeld = await renew(one);
    if (isHeld === this.#held.includes(one)) return;
    if (!isHeld) throw this.#gone([one]);
    this.#held.push(one);
  }

  /** Between the first and the last word the hosts may be parted: all are asked before any is told, and Ctrl-C has to wait. */
  async confirm(): Promise<void> {
    const gone = await this.#renewAll();
    if (gone.length > 0) throw this.#gone(gone);
    let wanted = false;
    const wait = () => {
      wanted = true;
      this.#say('all hosts are told first that they keep it');
    };
    await intercepting(wait, () => this.#confirmAll());
    if (wanted) interrupt(this.#left());
  }

  async #confirmAll(): Promise<void> {
    for (const one of this.#held.toReversed()) {
      this.#at = one.part.hostName;
      this.#sayOn(this.#at)((await confirm(one)).done);
    }
  }

  /** To the end of the watch after the switch, on all at once: what goes bad on one is taken back on all. */
  async watch(): Promise<void> {
    this.#held = [...this.#all];
    const leave = () => interrupt(this.#left());
    await intercepting(leave, () => Promise.all(this.#all.map((one) => this.#watchOne(one))));
  }

  #left(): Interrupted {
    const service = this.#all[0]?.report.service;
    return new Interrupted(
      `Release of ${service}`,
      `all hosts serve it, and each watches it on by itself; \`abort ${service}\` takes it back on all of them`,
    );
  }

  /** What was released is taken back on every host; the error to end with. */
  async takeBack(cause: unknown): Promise<unknown> {
    this.close();
    if (interruption.aborted || !(cause instanceof Failure)) return cause;
    // what is watched ends as well, and says where
    const failed = `${this.#at}: ${cause.message}`;
    const [why = ''] = failed.split('\n', 1);
    const lines: string[] = [];
    for (const one of this.#held) lines.push(await takeBackOne(one, why));
    const message = [failed, ...lines].join('\n');
    if (cause instanceof ReleaseFailure) return new ReleaseFailure(cause.report, message);
    return new Failure(cause.kind, message);
  }

  async #watchOne(one: Held): Promise<void> {
    const { part, report } = one;
    const { plan } = part.destination;
    const { service, release } = report;
    const say = this.#sayOn(part.hostName);
    const deadline = releaseDeadline(findService(plan, service), { wait: true });
    const request = { op: 'attach', service, release, wait: true } as const;
    const onEvent = (event: Parameters<typeof describeEvent>[0]) => say(describeEvent(event));
    const ended = await follow(agentOf(plan), request, { deadline, onEvent, say });
    if (!isFailure(ended)) return;
    this.#at = part.hostName;
    // it has gone back
    this.#held = this.#held.filter((each) => each !== one);
    throw new ReleaseFailure(ended);
  }

  /** A report that is lost does not end it. */
  async #carryOut({ hostName, destination }: Part, wanted: WantedRelease): Promise<ReleaseReport> {
    const request = { op: 'release', wanted } as const;
    return await carryOut(destination, request, this.#sayOn(hostName)).catch((error: unknown) => {
      if (!(error instanceof ReportUnwritten)) throw error;
      this.unwritten = error;
      return error.report;
    });
  }

  /** Those that are not held any more. */
  async #renewAll(): Promise<Held[]> {
    const states = await Promise.all(this.#held.map(async (one) => ({ one, held: await renew(one) })));
    return states.filter(({ held }) => !held).map(({ one }) => one);
  }

  #gone(gone: readonly Held[]): Failure {
    const names = gone.map(({ part }) => part.hostName).join(' and ');
    const [{ report } = { report: undefined }] = gone;
    this.#at = names;
    this.#held = this.#held.filter((one) => !gone.includes(one));
    return new Failure(
      'failed',
      `${report?.service} ${report?.version} served there, and was taken back before all hosts had it; \`history\` says why`,
    );
  }

  #sayOn(hostName: string): Say {
    return (line) => this.#say(`${hostName}: ${line}`);
  }
}

/** What serves already is put live once more; its clients have it all. */
function withNewName({ canary: _unwanted, ...wanted }: WantedRelease): WantedRelease {
  return { ...wanted, force: true };
}

async function renew({ part, report }: Held): Promise<boolean> {
  const { service, release } = report;
  const request = { op: 'renew', service, release } as const;
  const agent = agentOf(part.destination.plan);
  return (await patiently(() => ask(agent, request, { deadline: answerDeadline }))).held;
}

function confirm({ part, report }: Held): Promise<{ done: string }> {
  const { service, release } = report;
  const request = { op: 'confirm', service, release, by: whoAsks() } as const;
  const agent = agentOf(part.destination.plan);
  return patiently(() => ask(agent, request, { deadline: answerDeadline }));
}

/** Asks again when the agent is lost on the way: what is asked here is the same done twice. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + patience;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AgentLost) || Date.now() > giveUpAt) throw error;
      await pause(lookAgainAfter);
    }
  }
}

async function takeBackOne({ part, report }: Held, why: string): Promise<string> {
  const { service, version, previous = 'nothing' } = report;
  try {
    await abortOn(part.destination.plan, service, why);
    return `${part.hostName}: ${service} ${version} was taken back, ${previous} serves again`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const failed = `${part.hostName}: ${service} ${version} could not be taken back`;
    // the agent has answered, so nothing more comes of it
    if (error.kind === 'obstacle') return `${failed}: ${error.message}`;
    return `${failed} (${error.message}); unless it was confirmed it goes back by itself within ${holdFor / 1000} s; look with \`status\``;
  }
}
