import { createHash, randomBytes } from 'node:crypto';
import { Secret } from '@causeway/release';
import pLimit from 'p-limit';
import { readJson, writeJson } from './json-file.ts';

/** The edge can only check a fast hash, so nobody may be able to guess: 192 bits. */
const passwordBytes = 24;

export type PasswordKind = 'user' | 'role';

type Stored = Record<PasswordKind, Record<string, string>>;

/** Passwords are made here, on the host, and stay here. */
export class Passwords {
  readonly #path: string;
  readonly #stored: Stored;
  readonly #inOrder = pLimit(1);

  constructor(path: string) {
    this.#path = path;
    this.#stored = { user: {}, role: {}, ...readJson<Stored>(path) };
  }

  /** The password of a basic-auth user or database role, made the first time it is asked for. */
  async of(kind: PasswordKind, name: string): Promise<Secret> {
    const known = this.#stored[kind][name];
    if (known) return new Secret(known);
    const password = randomBytes(passwordBytes).toString('base64url');
    this.#stored[kind][name] = password;
    // Nobody may use a password that a crash could still forget.
    await this.#inOrder(() => writeJson(this.#path, this.#stored));
    return new Secret(password);
  }
}

/** The one form in which Envoy takes passwords. */
export function basicAuthHash(password: Secret): string {
  return createHash('sha1').update(password.reveal()).digest('base64');
}
