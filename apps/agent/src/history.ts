import { join } from 'node:path';
import type { History, HistoryEntry, WantedHistory, WholeHistory } from '@causeway/release';
import { createLRU } from 'lru.min';
import pLimit from 'p-limit';
import { findBreak, type Link, linkEntry, type UnlinkedEntry } from './history-chain.ts';
import { type Bounds, HistoryFiles } from './history-files.ts';
import { readJson, writeJson } from './json-file.ts';
import { log } from './log.ts';

/** Some 15,000 entries. */
const defaultBounds: Bounds = { size: 2 ** 20, count: 32 };

/** More than a person reads, unless they ask for it. */
const usuallyShown = 1000;

/** A third of all that is kept; the agent holds the answer in its memory, twice. */
const mostShown = 5000;

/** Whatever is done a second time has been noted lately: a release has some ten entries, and few are open at a time. */
const mostRepeatable = 500;

/** The id stands beside the entry and outside its hash, so that what `history` prints can be verified by itself. */
interface Line {
  readonly id: string;
  readonly entry: HistoryEntry;
}

interface Waiting {
  readonly id: string;
  readonly entry: UnlinkedEntry;
}

/**
 * What was done, in files that only grow, each entry holding the hash of the one before. Beside them `head.json` names the
 * last, so that its removal is seen as well. An entry that cannot be written never stops what it tells of: it goes to the
 * log, waits in memory, and is written before the next one.
 */
export class FileHistory implements History {
  readonly #files: HistoryFiles;
  readonly #headFile: string;
  readonly #ids = createLRU<string, true>({ max: mostRepeatable });
  readonly #builds = new Map<string, number>();
  readonly #waiting: Waiting[] = [];
  readonly #inOrder = pLimit(1);
  #head: Link | undefined;

  constructor(directory: string, bounds: Bounds = defaultBounds) {
    this.#files = new HistoryFiles(directory, bounds);
    this.#headFile = join(directory, 'head.json');
    const half = this.#files.cutOff();
    if (half) log('half an entry at the end of the history was never acknowledged, and is cut off', { half });
    const newest = this.#files
      .newestLines()
      .map(parseLine)
      .filter((line) => line !== undefined);
    for (const { id, entry } of newest) {
      this.#ids.set(id, true);
      this.#countBuild(entry);
    }
    this.#head = newer(newest.at(-1)?.entry, readHead(this.#headFile));
  }

  async append(id: string, entry: UnlinkedEntry): Promise<void> {
    if (this.#ids.has(id)) return;
    this.#ids.set(id, true);
    this.#countBuild(entry);
    this.#waiting.push({ id, entry });
    await this.#inOrder(() => this.#flush());
  }

  /** What is wanted of it; the chain is verified over all that is kept. */
  read(wanted: WantedHistory = {}): Promise<WholeHistory> {
    return this.#inOrder(async () => {
      await this.#flush();
      return this.#read(wanted);
    });
  }

  newestBuild(service: string): number {
    return this.#builds.get(service) ?? 0;
  }

  #countBuild({ service, release = '' }: UnlinkedEntry): void {
    const [, build] = /^r(\d+)$/.exec(release) ?? [];
    if (build) this.#builds.set(service, Math.max(Number(build), this.newestBuild(service)));
  }

  async #flush(): Promise<void> {
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      const entry = linkEntry(next.entry, this.#head);
      try {
        await this.#files.append(JSON.stringify({ id: next.id, entry } satisfies Line));
      } catch (error) {
        log('the history cannot be written, and will be with its next entry', {
          error: (error as Error).message,
          waiting: this.#waiting.length,
          entry,
        });
        return;
      }
      this.#waiting.shift();
      await this.#setHead({ number: entry.number, hash: entry.hash });
    }
  }

  async #setHead(head: Link): Promise<void> {
    this.#head = head;
    await writeJson(this.#headFile, head).catch((error) =>
      log('the head of the history cannot be written', { error: error.message }),
    );
  }

  async #read(wanted: WantedHistory): Promise<WholeHistory> {
    const most = Math.min(wanted.last ?? usuallyShown, mostShown);
    const entries: HistoryEntry[] = [];
    let oldest: number | undefined;
    let broken: WholeHistory['broken'];
    let last: Link | 'unknown' | undefined = this.#files.hasBeginning ? undefined : 'unknown';
    for await (const line of this.#files.lines()) {
      const entry = parseLine(line)?.entry;
      const reason = entry ? findBreak(entry, last) : 'it is not readable';
      const number: number = entry?.number ?? numberAfter(last);
      if (reason) broken ??= { number, reason };
      last = entry ?? { number, hash: '' };
      oldest ??= number;
      if (!entry || !isWanted(entry, wanted)) continue;
      entries.push(entry);
      if (entries.length > most) entries.shift();
    }
    broken ??= this.#missingAtEnd(last);
    const kept = oldest !== undefined && { oldest, newest: numberAfter(last) - 1 };
    return { entries: entries.reverse(), ...(kept && { kept }), ...(broken && { broken }) };
  }

  #missingAtEnd(last: Link | 'unknown' | undefined): WholeHistory['broken'] {
    const number = numberAfter(last);
    if (!this.#head || this.#head.number < number) return undefined;
    return { number, reason: `entries ${number} to ${this.#head.number} were removed from the end` };
  }
}

function isWanted({ number, service }: HistoryEntry, wanted: WantedHistory): boolean {
  return number === (wanted.entry ?? number) && service === (wanted.service ?? service);
}

function numberAfter(last: Link | 'unknown' | undefined): number {
  return last === undefined || last === 'unknown' ? 1 : last.number + 1;
}

function parseLine(text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as Line;
    return typeof line.entry?.number === 'number' ? line : undefined;
  } catch {
    return undefined;
  }
}

/** A damaged head knows nothing; the files do. */
function readHead(path: string): Link | undefined {
  try {
    return readJson<Link>(path);
  } catch {
    return undefined;
  }
}

/** The next entry follows the head where that is not in the files any more: so a removal stays to be seen. */
function newer(last: Link | undefined, head: Link | undefined): Link | undefined {
  const chosen = head && head.number >= (last?.number ?? 0) ? head : last;
  return chosen && { number: chosen.number, hash: chosen.hash };
}
