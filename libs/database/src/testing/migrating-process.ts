import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PostgresPlan } from '@causeway/plan';
import type { Release } from '@causeway/release';

/** What one process is to migrate, and how. */
export interface Order {
  readonly plan: PostgresPlan;
  readonly release: Release;
  readonly password: string;
  /** `hang`: its statement does not end by itself. */
  readonly migration: 'insert' | 'hang';
}

export type Said =
  | { readonly said: 'ready' }
  /** Its row is written; `lock` is the server's process that holds the lock. */
  | { readonly said: 'migrating' }
  | { readonly said: 'done'; readonly output: string; readonly ran: boolean }
  | { readonly said: 'failed'; readonly message: string };

/** An agent's part in a migration as a process of its own, so that it can be killed. */
export class MigratingProcess {
  readonly #child: ChildProcess;
  readonly #said: Said[] = [];
  readonly #ended: Promise<unknown>;

  constructor(order: Order) {
    const program = join(import.meta.dirname, 'migrate-as-told.ts');
    this.#child = spawn(process.execPath, [program, JSON.stringify(order)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#ended = once(this.#child, 'close');
    if (this.#child.stdout)
      createInterface(this.#child.stdout).on('line', (line) => this.#said.push(JSON.parse(line)));
  }

  /** It asks for the migration now. */
  go(): void {
    this.#child.stdin?.end();
  }

  /** Waits until it has said so; the test's own limit bounds it. */
  async until(what: Said['said']): Promise<void> {
    while (!this.#said.some(({ said }) => said === what)) {
      if (this.#child.exitCode !== null)
        throw new Error(`it ended, having said ${JSON.stringify(this.#said)}`);
      await new Promise(setImmediate);
    }
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** The last that it says. */
  async outcome(): Promise<Said | undefined> {
    await this.#ended;
    return this.#said.at(-1);
  }
}
