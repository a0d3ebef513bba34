import type { NamedService, Target } from '../target.ts';
import { type HistoryEntry, readHistory } from './commands.ts';

/** Newest first. */
export async function readAll(target: Target): Promise<readonly HistoryEntry[]> {
  return (await readHistory(target)).entries;
}

/** Number of the newest entry, so that earlier ones can be left out. */
export async function newestEntry(target: Target): Promise<number> {
  return (await readAll(target))[0]?.number ?? 0;
}

/** The service's entries that came after `since`, newest first. */
export async function entriesOf(
  target: Target,
  { name }: NamedService,
  since: number,
): Promise<HistoryEntry[]> {
  return (await readAll(target)).filter(({ number, service }) => number > since && service === name);
}
