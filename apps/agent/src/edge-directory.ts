import { readdirSync, readFileSync, statSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EdgeFiles, isSecretFile, isWhole, lastGoodFile, packFiles, unpackFiles } from '@causeway/edge';
import { type Rights, removeUnfinished, replaceFile } from './atomic-file.ts';

/** The mounted directory that the edge watches. Files are replaced by rename, or the edge would not see it. */
export class EdgeDirectory {
  readonly path: string;
  readonly #user: number;
  /** The last set that was put in place; the last good one on the disk may be older. */
  #whole: EdgeFiles | undefined;

  constructor(path: string, user: number) {
    this.path = path;
    this.#user = user;
  }

  /** What cannot be read counts as empty. */
  read(): EdgeFiles {
    const names = readdirSync(this.path).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
    return Object.fromEntries(names.map((name) => [name, this.#content(name) ?? '']));
  }

  /** The last set that the edge has taken as a whole; its start program puts it in place of damaged files. */
  lastGood(): EdgeFiles {
    return unpackFiles(this.#content(lastGoodFile) ?? '') ?? {};
  }

  /** What `mend` goes by from now on. */
  remember(files: EdgeFiles): void {
    this.#whole = files;
  }

  async keepAsGood(files: EdgeFiles): Promise<void> {
    const packed = packFiles(files);
    if (packed !== this.#content(lastGoodFile)) await this.write(lastGoodFile, packed, true);
  }

  /** Puts what was cut, damaged or removed by another hand, or lost its rights, back as it was; names it. */
  async mend(): Promise<string[]> {
    const [found, good] = [this.read(), this.#whole ?? this.lastGood()];
    const isDamaged = (name: string) => found[name] !== good[name] && !isWhole(found[name] ?? '');
    const damaged = Object.keys({ ...good, ...found }).filter(isDamaged);
    for (const name of damaged) await this.#putBack(name, good[name]);
    const closed = Object.keys(found).filter((name) => !damaged.includes(name) && !this.#hasRights(name));
    for (const name of closed) await this.write(name, found[name] ?? '', isSecretFile(name));
    return [...damaged, ...closed].sort();
  }

  /** In the order given, since clusters come before the routes to them; removes what is no longer there at the end. */
  async replace(current: EdgeFiles, next: EdgeFiles): Promise<void> {
    for (const [name, content] of Object.entries(next)) {
      if (current[name] !== content) await this.write(name, content, isSecretFile(name));
    }
    const gone = Object.keys(current).filter((name) => next[name] === undefined);
    await Promise.all(gone.map((name) => this.remove(name)));
  }

  async write(name: string, content: string, secret: boolean): Promise<void> {
    await replaceFile(join(this.path, name), content, this.#rights(secret));
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true });
  }

  /** Docker gave it to root; the edge makes its admin socket itself, and its start program mends its files. */
  async giveToEdge(path: string): Promise<void> {
    await chown(path, this.#user, this.#user);
  }

  removeUnfinished(): void {
    removeUnfinished(this.path);
  }

  async #putBack(name: string, content: string | undefined): Promise<void> {
    if (content === undefined) await this.remove(name);
    else await this.write(name, content, isSecretFile(name));
  }

  #content(name: string): string | undefined {
    try {
      return readFileSync(join(this.path, name), 'utf8');
    } catch {
      return undefined;
    }
  }

  #hasRights(name: string): boolean {
    const { mode, uid, gid } = statSync(join(this.path, name));
    const rights = this.#rights(isSecretFile(name));
    return (mode & 0o777) === rights.mode && uid === rights.owner && gid === rights.owner;
  }

  #rights(secret: boolean): Required<Rights> {
    return { mode: secret ? 0o600 : 0o644, owner: this.#user };
  }
}
