import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Change,
  type Exposure,
  emptyJournal,
  type Journal,
  type Release,
  type ServiceJournal,
} from '@causeway/release';
import pLimit from 'p-limit';
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

  async save(release: Release): Promise<void> {
    const journal = this.read(release.service);
    const others = journal.releases.filter(({ id }) => id !== release.id);
    this.#services.set(release.service, { ...journal, releases: [...others, release].sort(byBuild) });
    await this.#write(release.service, `${release.id}.json`, release);
  }

  async expose(service: string, change: Change<Exposure>): Promise<void> {
    const { releases, ...exposure } = this.read(service);
    const next = withoutUndefined({ ...exposure, ...change });
    this.#services.set(service, { ...next, releases });
    await this.#write(service, 'serving.json', next);
  }

  async remove({ service, id }: Release): Promise<void> {
    const { releases, ...exposure } = this.read(service);
    this.#services.set(service, { ...exposure, releases: releases.filter((release) => release.id !== id) });
    await this.#inOrder(() => rm(join(this.#directory, service, `${id}.json`), { force: true }));
  }

  #write(service: string, file: string, value: unknown): Promise<void> {
    return this.#inOrder(() => writeJson(join(this.#directory, service, file), value));
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
    const releases = readdirSync(directory)
      .filter((file) => /^r\d+\.json$/.test(file))
      .map((file) => readJson<Release>(join(directory, file)))
      .filter((release) => release !== undefined);
    const exposure = readJson<Exposure>(join(directory, 'serving.json')) ?? {};
    const { serving } = exposure;
    if (serving && !existsSync(join(directory, `${serving}.json`)))
      throw new Error(`${directory}: serving.json names ${serving}, and ${serving}.json is not there`);
    return { ...exposure, releases: releases.sort(byBuild) };
  }
}

function byBuild(a: Release, b: Release): number {
  return a.build - b.build;
}

function withoutUndefined(change: Change<Exposure>): Exposure {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
