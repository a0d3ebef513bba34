import type { HistoryEntry, WholeHistory } from '@causeway/release';
import { describeAction } from '../actions.ts';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { lookAtHosts, refuseAway, type Seen } from '../away-hosts.ts';
import { Failure } from '../failure.ts';
import { describeExchange } from '../hook-answers.ts';
import { type OfHost, onHost, printEach } from '../hosts.ts';
import { describePhases, describeRequests } from '../release-report.ts';
import { table } from '../table.ts';
import type { TargetOptions } from '../target.ts';
import { dateTime } from '../times.ts';

export interface HistoryOptions extends TargetOptions {
  readonly service?: string;
  /** How many of the newest. */
  readonly number: number;
}

/** What was done, newest first, or one entry in full; a chain that does not hold is said before anything else. */
export async function history(entry: number | undefined, options: HistoryOptions): Promise<void> {
  const { found: each, away } = await read(entry, options);
  if (entry !== undefined) printEntries(options, each, entry);
  else {
    // an agent of an earlier version gives all
    const newest = (whole: WholeHistory) => ({ ...whole, entries: whole.entries.slice(0, options.number) });
    const shown = each.map(({ hostName, facts }) => ({ hostName, facts: newest(facts) }));
    printEach(options, shown, describe, away);
  }
  for (const host of each) refuseBroken(host);
  refuseAway(away);
}

/** Also of a service that the config names no more: the agent knows which there were. */
async function read(entry: number | undefined, options: HistoryOptions): Promise<Seen<WholeHistory>> {
  const { service, number: last } = options;
  const wanted = {
    ...(service !== undefined && { service }),
    ...(entry === undefined ? { last } : { entry }),
  };
  return await lookAtHosts(options, ({ outline }) =>
    ask(agentOf(outline), { op: 'history', ...wanted }, { deadline: answerDeadline }),
  );
}

/** Each host numbers its own. */
function printEntries(options: HistoryOptions, each: readonly OfHost<WholeHistory>[], wanted: number): void {
  const found = each.flatMap(({ hostName, facts }) =>
    facts.entries.filter(({ number }) => number === wanted).map((entry) => ({ hostName, facts: entry })),
  );
  if (found.length === 0) refuseMissing(each, wanted);
  printEach(options, found, describeEntry);
}

function refuseMissing(each: readonly OfHost<WholeHistory>[], wanted: number): void {
  // somebody may have taken away what is not there
  for (const host of each) refuseBroken(host);
  for (const { facts } of each) missing(facts, wanted);
}

function missing({ kept }: WholeHistory, wanted: number): never {
  throw new Failure(
    'mistake',
    `history show ${wanted}: there is no such entry${kept ? `; kept are ${kept.oldest} to ${kept.newest}` : ''}`,
  );
}

function refuseBroken({ hostName, facts: { broken } }: OfHost<WholeHistory>): void {
  if (!broken) return;
  throw new Failure(
    'failed',
    `${onHost({ hostName }, 'THE HISTORY')} IS BROKEN at entry ${broken.number}: ${broken.reason}. What stands there, and all before it, may have been changed by hand or by a damaged disk: trust only copies, and look at the agent's volume`,
  );
}

export function describe({ entries }: WholeHistory): string {
  if (entries.length === 0) return 'nothing was done yet';
  return table([
    ['N', 'WHEN (UTC)', 'SERVICE', 'ACTION', 'VERSION', 'BEFORE', 'BY', 'WHY'],
    ...entries.map(row),
  ]);
}

function row({ number, at, service, action, version, previous, by, why }: HistoryEntry): string[] {
  const reason = firstWords(why ?? '');
  return [String(number), dateTime(at), service, action, version ?? '-', previous ?? '-', by, reason];
}

/** The rest stands in the entry itself. */
function firstWords(why: string): string {
  const [line = ''] = why.split('\n', 1);
  return line.length > longestReason ? `${line.slice(0, longestReason - 1)}…` : line;
}

const longestReason = 80;

export function describeEntry(entry: HistoryEntry): string {
  const { number, at, service, action, by, release, version, image, previous, why } = entry;
  const facts: [string, string | undefined][] = [
    ['when', `${dateTime(at)} UTC`],
    ['service', service],
    ['action', describeAction(action)],
    ['by', by],
    ['why', why?.replaceAll('\n', '\n  ')],
    ['version', version],
    ['release', release],
    ['image', image],
    ['served before', previous],
    ['phases', entry.steps && describePhases(entry.steps)],
    ...(entry.steps ?? []).flatMap(({ answers = [] }) =>
      describeExchange(answers).map((line): [string, string] => ['hook', line]),
    ),
    ...(entry.requests
      ? describeRequests(entry.requests).map((line): [string, string] => ['requests', line])
      : []),
    ['in hand', describeDrain(entry)],
    ['no way back', entry.irreversible],
    ...(entry.allowedBreaking ?? []).map((line): [string, string] => ['allowed', line]),
    ['hash', entry.hash],
    ['hash before', entry.before],
  ];
  const known = facts.flatMap(([name, fact]) => (fact === undefined ? [] : [[`  ${name}`, fact]]));
  return [`entry ${number} of the history`, table(known)].join('\n');
}

function describeDrain({ drained, cut = 0 }: HistoryEntry): string | undefined {
  if (drained === undefined) return undefined;
  if (drained === 0) return 'nothing';
  return `${drained} open when nothing new came any more, ${cut === 0 ? 'all of them finished' : `${cut} of them cut at the end of the drain`}`;
}
