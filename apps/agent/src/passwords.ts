import { createHash, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Secret, type SharedSecrets } from '@causeway/release';
import pLimit from 'p-limit';
import { StateFile } from './state-file.ts';

/** The edge can only check a fast hash, so nobody may be able to guess: 192 bits. */
const passwordBytes = 24;

export type PasswordKind = 'user' | 'role';

type Stored = SharedSecrets['passwords'];

/** Passwords are made here, on the host, and stay here. */
export class Passwords {
  readonly #file: StateFile<Partial<Stored>>;
  #read: Stored | undefined;
  readonly #inOrder = pLimit(1);

  constructor(path: string) {
    this.#file = new StateFile(path, isStored);
  }

  /** The password of a basic-auth user or database role, made the first time it is asked for. */
  of(kind: PasswordKind, name: string): Promise<Secret> {
    // Nobody may use a password that a crash could still forget, so whoever asks meanwhile waits for the disk too.
    return this.#inOrder(async () => new Secret(this.#known(kind, name) ?? (await this.#make(kind, name))));
  }

  /** Without making one. */
  find(kind: PasswordKind, name: string): Secret | undefined {
    const known = this.#known(kind, name);
    return known === undefined ? undefined : new Secret(known);
  }

  /** All that there are, for another host. */
  all(): Promise<Stored> {
    return this.#inOrder(async () => this.#stored);
  }

  /** Another host's in place of the own; says whether that changed any. */
  replace(passwords: Stored): Promise<boolean> {
    return this.#inOrder(async () => {
      if (isDeepStrictEqual(this.#stored, passwords)) return false;
      await this.#file.write(passwords);
      this.#read = passwords;
      return true;
    });
  }

  /** A new one, whether there was one before or not. */
  renew(kind: PasswordKind, name: string): Promise<Secret> {
    return this.#inOrder(async () => new Secret(await this.#make(kind, name)));
  }

  /** Read when somebody asks: a damaged file must not end the agent. */
  get #stored(): Stored {
    this.#read ??= { user: {}, role: {}, ...this.#file.read() };
    return this.#read;
  }

  #known(kind: PasswordKind, name: string): string | undefined {
    return Object.hasOwn(this.#stored[kind], name) ? this.#stored[kind][name] : undefined;
  }

  async #make(kind: PasswordKind, name: string): Promise<string> {
    const password = randomBytes(passwordBytes).toString('base64url');
    const next = { ...this.#stored, [kind]: { ...this.#stored[kind], [name]: password } };
    await this.#file.write(next);
    this.#read = next;
    return password;
  }
}

function isStored(found: unknown): found is Partial<Stored> {
  const { user, role } = (found ?? {}) as Partial<Stored>;
  return isTable(user) && isTable(role);
}

function isTable(found: unknown): boolean {
  return typeof found === 'object' && found !== null;
}

/** The one form in which Envoy takes passwords. */
export function basicAuthHash(password: Secret): string {
  return createHash('sha1').update(password.reveal()).digest('base64');
}
