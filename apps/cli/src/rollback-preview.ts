import type { HistoryEntry, RollbackPreview } from '@causeway/release';
import { dateTime } from './times.ts';

/** Of a release that is started again: what the history and the engine know of it. */
export interface Restart {
  /** Entries of the releases that serve now and then; absent where the history does not go back so far. */
  readonly serving?: HistoryEntry;
  readonly target?: HistoryEntry;
  /** Unknown without an entry. */
  readonly imageIsThere?: boolean;
  /** Entries of releases that ran their migration since the target's. */
  readonly migrated: readonly HistoryEntry[];
}

/** `entries` newest first. */
export function findRestart(
  entries: readonly HistoryEntry[],
  { from, to }: Pick<RollbackPreview, 'from' | 'to'>,
): Restart {
  const begun = (version: string) => entries.find((entry) => isBeginning(entry) && entry.version === version);
  const [serving, target] = [begun(from), begun(to)];
  const later = entries.filter(({ number, release }) =>
    target ? number > target.number && release !== target.release : false,
  );
  return { ...(serving && { serving }), ...(target && { target }), migrated: oncePerRelease(later) };
}

/** A way back to one that still ran is written down with a reason, and under the name of what was left. */
function isBeginning({ action, why }: HistoryEntry): boolean {
  return action === 'release' || (action === 'rollback' && why === undefined);
}

/** Also of releases that failed afterwards: the database is as they left it. */
function oncePerRelease(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const migrated = entries.filter((entry) => migrationOf(entry) !== undefined);
  const first = new Map(migrated.map((entry) => [entry.release, entry]));
  return [...first.values()].sort((one, other) => one.number - other.number);
}

function migrationOf({ steps = [] }: HistoryEntry) {
  return steps.find(({ step, endedAt, failed }) => step === 'migrate' && endedAt !== undefined && !failed);
}

export function describePreview(preview: RollbackPreview, restart?: Restart): string {
  const { service, from, to, warm, steps } = preview;
  const numbered = steps.map((step, index) => `  ${index + 1}. ${step}`);
  if (warm) return [`${service}: from ${from} back to ${to}, which still runs`, ...numbered].join('\n');
  return [
    `${service}: from ${from} back to ${to}, which is started again`,
    ...(restart ? describeRestart(preview, restart) : []),
    `  The steps; "new" is ${to} once more, under a number of its own, and "old" is ${nameOf(from, restart?.serving)}:`,
    ...numbered,
  ].join('\n');
}

function describeRestart(
  { from, to }: RollbackPreview,
  { serving, target, imageIsThere, migrated }: Restart,
): string[] {
  return [
    `  ${from} serves; ${released(serving)}`,
    `  ${to} does not run any more; ${released(target)}${imageIsThere ? ', and its image is still on the engine' : ''}`,
    ...(target ? describeMigrations(migrated) : []),
  ];
}

function released(entry: HistoryEntry | undefined): string {
  if (!entry) return 'the history does not say when it was released';
  return `released ${dateTime(entry.at)} UTC by ${entry.by}`;
}

function describeMigrations(migrated: readonly HistoryEntry[]): string[] {
  if (migrated.length === 0) return ['  no migration has run in between'];
  return [
    '  migrations that have run in between, and stay:',
    ...migrated.map((entry) => `    ${entry.version}, ${dateTime(entry.at)} UTC${outputOf(entry)}`),
  ];
}

function outputOf(entry: HistoryEntry): string {
  const line = migrationOf(entry)?.detail?.trim().split('\n').at(-1);
  return line ? `: ${line}` : '';
}

function nameOf(version: string, entry: HistoryEntry | undefined): string {
  return entry?.release ? `${version} (${entry.release})` : version;
}

/** Why it cannot be started again; without an entry nobody knows. */
export function refuseWithoutImage({ service, to }: RollbackPreview, restart: Restart): string | undefined {
  if (restart.imageIsThere !== false) return undefined;
  return `rollback of ${service}: the image of ${to} (${restart.target?.image}) is not on the engine any more, so it cannot be started. Check out its source and run \`release ${service}\`, or go back to another with --to. Nothing was changed`;
}
