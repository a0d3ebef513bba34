import {
  type Behaviour,
  firstAnswerAfter,
  lines,
  measureOutage,
  ownFilter,
  type Target,
  writeSubject,
} from '@causeway/verify';
import { type Commanded, commandWhileAsking, seenAs } from './command.ts';
import { subjectFolder } from './platform.ts';
import { passedAt } from './threshold.ts';

type Going = NonNullable<Behaviour['inService']>['goes'];

export interface SwitchBack {
  /** From its going bad until the old release answered what was asked after that. Seconds. */
  readonly took: number;
  /** Requests that failed in all. */
  readonly failed: number;
}

/** Milliseconds that it serves well: it goes bad under a watch that has begun. */
const after = 1000;

/** Puts a content live that goes bad in service, and waits until it is taken back. */
export async function timeSwitchBack(target: Target, rate: number, goes: Going): Promise<SwitchBack> {
  writeSubject({ content: `${goes}, ${Date.now()}`, inService: { after, goes } }, subjectFolder);
  const command = await commandWhileAsking(target, rate, 'switched-back', ['release', 'subject', '--wait']);
  const { report, observations } = command;
  const badSince = await wentBadAt[goes](target, command);
  const oldAgain = firstAnswerAfter(badSince, seenAs(report, report.previous), observations);
  return { took: (oldAgain - badSince) / 1000, failed: measureOutage(observations).failed };
}

/** Milliseconds since the epoch. */
const wentBadAt = {
  ends: async (target, command) => Math.min(await firstDeath(target, command), firstFailure(command)),
  'answers 500': async (target, { report, observations }) =>
    passedAt(observations, seenAs(report, report.version), allowedErrors(target)),
} satisfies Record<Going, (target: Target, command: Commanded) => Promise<number>>;

/** As the engine tells the end of the first replica; a busy one tells it late, or has forgotten it: infinitely late. */
async function firstDeath(target: Target, { report, beganAt }: Commanded): Promise<number> {
  const events = await lines(target, [
    ...['events', '--since', String(beganAt / 1000), '--until', String(Date.now() / 1000)],
    ...['--filter', 'type=container', '--filter', 'event=die', ...ownFilter(target)],
    ...['--filter', `label=causeway.release=${report.release}`, '--format', '{{json .}}'],
  ]);
  return Math.min(...events.map((event) => JSON.parse(event).timeNano / 1e6));
}

/** When the client was first refused something; infinitely late where it never was. */
function firstFailure({ observations }: Commanded): number {
  const failed = observations.filter(({ failure }) => failure !== undefined);
  return failed.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
}

function allowedErrors({ services: [service] }: Target): number {
  return service?.deploy.errors ?? Number.NaN;
}
