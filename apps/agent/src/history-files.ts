import { createReadStream, mkdirSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const newline = 0x0a;

export interface Bounds {
  /** Bytes, after which the next line begins a new file. */
  readonly size: number;
  /** Files; the oldest goes when there are more. */
  readonly count: number;
}

/** Lines that are only ever appended, in the files `history-<number>.jsonl` of one directory. */
export class HistoryFiles {
  readonly #directory: string;
  readonly #bounds: Bounds;
  #number: number;

  constructor(directory: string, bounds: Bounds) {
    this.#directory = directory;
    this.#bounds = bounds;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#number = this.#numbers().at(-1) ?? 1;
  }

  /** Removes what stands after the last whole line, and returns it. */
  cutOff(): string {
    const path = this.#path(this.#number);
    const content = readBytes(path);
    const whole = content.lastIndexOf(newline) + 1;
    if (whole < content.length) truncateSync(path, whole);
    return content.toString('utf8', whole);
  }

  /** On the disk when it returns; the files are as before when it throws. */
  async append(line: string): Promise<void> {
    const before = sizeOf(this.#path(this.#number));
    const number = before >= this.#bounds.size ? this.#number + 1 : this.#number;
    await appendLine(this.#path(number), line);
    if (number === this.#number) return;
    this.#number = number;
    await syncDirectory(this.#directory);
    await this.#removeOldest();
  }

  /** False once the oldest files have been removed, as they are when there are too many. */
  get hasBeginning(): boolean {
    const numbers = this.#numbers();
    return numbers.length < this.#bounds.count || numbers[0] === 1;
  }

  /** Of the two newest files, oldest first. */
  newestLines(): string[] {
    return this.#numbers()
      .slice(-2)
      .flatMap((number) => readBytes(this.#path(number)).toString('utf8').split('\n'))
      .filter(Boolean);
  }

  /** All, oldest first. */
  async *lines(): AsyncGenerator<string> {
    for (const number of this.#numbers())
      yield* createInterface({
        input: createReadStream(this.#path(number)),
        crlfDelay: Number.POSITIVE_INFINITY,
      });
  }

  async #removeOldest(): Promise<void> {
    const surplus = this.#numbers().slice(0, -this.#bounds.count);
    await Promise.all(surplus.map((number) => rm(this.#path(number), { force: true })));
  }

  #numbers(): number[] {
    const numbers = readdirSync(this.#directory).flatMap((name) => {
      const [, number] = /^history-(\d+)\.jsonl$/.exec(name) ?? [];
      return number === undefined ? [] : [Number(number)];
    });
    return numbers.sort((a, b) => a - b);
  }

  #path(number: number): string {
    return join(this.#directory, `history-${number}.jsonl`);
  }
}

async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    const { size } = await file.stat();
    await write(file, `${line}\n`).catch(async (error) => {
      await file.truncate(size).catch(() => {});
      throw error;
    });
  } finally {
    await file.close();
  }
}

async function write(file: Awaited<ReturnType<typeof open>>, text: string): Promise<void> {
  await file.writeFile(text);
  await file.datasync();
}

/** A new file's name is on the disk once its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  await directory.sync().finally(() => directory.close());
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function readBytes(path: string): Buffer {
  return sizeOf(path) === 0 ? Buffer.alloc(0) : readFileSync(path);
}
