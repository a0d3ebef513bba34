import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Change,
  type Exposure,
  emptyJournal,
  hasDone,
  type Journal,
  type Release,
  type ServiceJournal,
} from '@causeway/release';
import pLimit from 'p-limit';
import { removeUnfinished } from './atomic-file.ts';
import { readJson, writeJson } from './json-file.ts';

/** One directory per service: one file per release, and `serving.json`, which says what the edge is meant to show. */
export class FileJournal implements Journal {
  readonly #directory: string;
  readonly #services = new Map<string, ServiceJournal>();
  readonly #damaged = new Map<string, string>();
  /** Two writes of one file in the wrong order would bring back the older one. */
  readonly #inOrder = pLimit(1);

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory()) this.#open(entry.name);
    }
  }

  /** Service → what is wrong with its files. Nothing is released of it, and the others go on. */
  get damaged(): ReadonlyMap<string, string> {
    return this.#damaged;
  }

  /** All whose files can be read. */
  services(): string[] {
    return [...this.#services.keys()];
  }

  read(service: string): ServiceJournal {
    const damage = this.#damaged.get(service);
    if (damage) throw new Error(damage);
    return this.#services.get(service) ?? emptyJournal;
  }

  /** Of a damaged one nothing is known; the edge's errors say so. */
  readSound(service: string): ServiceJournal {
    return this.#damaged.has(service) ? emptyJournal : this.read(service);
  }

  async save(release: Release): Promise<void> {
    const { service, id } = release;
    await this.#change(service, `${id}.json`, (journal) => {
      const others = journal.releases.filter((other) => other.id !== id);
      return [release, { ...journal, releases: [...others, release].sort(byBuild) }];
    });
  }

  async expose(service: string, change: Change<Exposure>): Promise<void> {
    await this.#change(service, 'serving.json', ({ releases, ...exposure }) => {
      const next = withoutUndefined({ ...exposure, ...change });
      return [next, { ...next, releases }];
    });
  }

  async remove({ service, id }: Release): Promise<void> {
    await this.#inOrder(async () => {
      const { releases, ...exposure } = this.read(service);
      await rm(join(this.#directory, service, `${id}.json`), { force: true });
      this.#services.set(service, { ...exposure, releases: releases.filter((release) => release.id !== id) });
    });
  }

  /** The disk first: what could not be written is not so, and must not be served. */
  async #change(
    service: string,
    file: string,
    change: (journal: ServiceJournal) => [content: unknown, next: ServiceJournal],
  ): Promise<void> {
    await this.#inOrder(async () => {
      const [content, next] = change(this.read(service));
      await writeJson(join(this.#directory, service, file), content);
      this.#services.set(service, next);
    });
  }

  #open(service: string): void {
    try {
      this.#services.set(service, this.#load(service));
    } catch (error) {
      const directory = join(this.#directory, service);
      this.#damaged.set(
        service,
        `the journal of ${service} is damaged: ${(error as Error).message}; restore the file, or remove ${directory} and the service's containers, then start the agent again`,
      );
    }
  }

  #load(service: string): ServiceJournal {
    const directory = join(this.#directory, service);
    removeUnfinished(directory);
    const releases = readdirSync(directory)
      .filter((file) => /^r\d+\.json$/.test(file))
      .map((file) => readRelease(join(directory, file)));
    const exposure = readJson<Exposure>(join(directory, 'serving.json')) ?? neverExposed(directory, releases);
    const { serving } = exposure;
    if (serving && !existsSync(join(directory, `${serving}.json`)))
      throw new Error(`${directory}: serving.json names ${serving}, and ${serving}.json is not there`);
    return { ...exposure, releases: releases.sort(byBuild) };
  }
}

function readRelease(path: string): Release {
  const release = readJson<Partial<Release>>(path);
  const { id, settings, replicas, steps } = release ?? {};
  if (typeof id === 'string' && settings && Array.isArray(replicas) && Array.isArray(steps))
    return release as Release;
  throw new Error(`${path} holds no release`);
}

/** What has served was exposed, so that its file has been there. */
function neverExposed(directory: string, releases: readonly Release[]): Exposure {
  const served = releases.find((release) => hasDone(release, 'switch'));
  if (!served) return {};
  throw new Error(`${directory}: ${served.id} has served, and serving.json is not there`);
}

function byBuild(a: Release, b: Release): number {
  return a.build - b.build;
}

function withoutUndefined(change: Change<Exposure>): Exposure {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
