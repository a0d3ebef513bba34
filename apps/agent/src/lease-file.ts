import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { link, mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of ended leases that stay, so that a contender that was asleep finds its token taken. */
const kept = 8;

/** Of a file that a killed contender never linked. Milliseconds. */
const abandonedAfter = 60_000;

/** What never changes of a lease; its end is the modification time of the file, which a full disk can still take. */
export interface LeaseFile {
  readonly owner: string;
  readonly what: string;
  readonly since: number;
  readonly holder: Holder;
}

/** One process of one container. */
export interface Holder {
  readonly instance: string;
  readonly pid: number;
  /** When the process started, in the kernel's count: a pid is used again. */
  readonly started: string;
}

/** The files `lease-<token>.json` of one service, the highest of which counts. Nothing of them need outlive a power cut. */
export class LeaseFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** 0 before the first. */
  highest(): number {
    return Math.max(0, ...this.#tokens());
  }

  /** Ended, when the file is gone or was cut short. */
  read(token: number): { readonly until: number; readonly content?: LeaseFile } {
    try {
      const content = JSON.parse(readFileSync(this.#path(token), 'utf8')) as LeaseFile;
      return { until: Math.round(statSync(this.#path(token)).mtimeMs), content };
    } catch {
      return { until: 0 };
    }
  }

  /** Of any number of processes that place the same token one gets true. */
  async place(token: number, content: LeaseFile, until: number): Promise<boolean> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const whole = join(this.#directory, `lease-${randomUUID()}.new`);
    try {
      await writeFile(whole, JSON.stringify(content), { mode: 0o600 });
      await setEnd(whole, until);
      await link(whole, this.#path(token));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(whole, { force: true });
    }
  }

  async setEnd(token: number, until: number): Promise<void> {
    await setEnd(this.#path(token), until);
  }

  async remove(token: number): Promise<void> {
    await rm(this.#path(token), { force: true });
  }

  /** Leaves the newest, and what another contender is about to link. */
  async removeOld(newest: number, now: number): Promise<void> {
    const old = this.#tokens().filter((token) => token <= newest - kept);
    await Promise.all(old.map((token) => this.remove(token)));
    const unlinked = readdirSync(this.#directory).filter((name) => /^lease-.*\.new$/.test(name));
    await Promise.all(unlinked.map((name) => removeAbandoned(join(this.#directory, name), now)));
  }

  #tokens(): number[] {
    return namesIn(this.#directory).flatMap((name) => {
      const [, token] = /^lease-(\d+)\.json$/.exec(name) ?? [];
      return token === undefined ? [] : [Number(token)];
    });
  }

  #path(token: number): string {
    return join(this.#directory, `lease-${token}.json`);
  }
}

async function setEnd(path: string, until: number): Promise<void> {
  await utimes(path, until / 1000, until / 1000);
}

async function removeAbandoned(path: string, now: number): Promise<void> {
  const ends = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => now,
  );
  if (ends < now - abandonedAfter) await rm(path, { force: true });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
