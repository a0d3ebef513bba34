import { readdirSync, readFileSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EdgeFiles, isSecretFile } from '@causeway/edge';
import writeFileAtomic from 'write-file-atomic';

/** The mounted directory that the edge watches. Files are replaced by rename, or the edge would not see it. */
export class EdgeDirectory {
  readonly path: string;
  readonly #user: number;

  constructor(path: string, user: number) {
    this.path = path;
    this.#user = user;
  }

  read(): EdgeFiles {
    const names = readdirSync(this.path).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(this.path, name), 'utf8')]));
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
    const chown = { uid: this.#user, gid: this.#user };
    await writeFileAtomic(join(this.path, name), content, { mode: secret ? 0o600 : 0o644, chown });
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true });
  }

  /** The edge makes its admin socket itself, in a directory that Docker gave to root. */
  async giveToEdge(path: string): Promise<void> {
    await chown(path, this.#user, this.#user);
  }
}
