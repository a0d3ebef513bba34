export type EndReason = 'overdue' | 'cancelled';

export interface Limits {
  /** Ends the command as Ctrl-C does. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which it is ended in the same way. */
  readonly deadline?: number;
}

/** Ends a process group in order: SIGINT, as a terminal sends it, and SIGKILL after the grace. */
export class OrderlyEnd {
  reason: EndReason | undefined;
  readonly #group: number | undefined;
  readonly #grace: number;
  readonly #signal: AbortSignal | undefined;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #cancel = () => this.begin('cancelled');

  /** `group` is the id of its first process, `grace` in milliseconds. */
  constructor(group: number | undefined, grace: number, { signal, deadline }: Limits) {
    this.#group = group;
    this.#grace = grace;
    this.#signal = signal;
    if (deadline !== undefined) this.#timers.push(setTimeout(() => this.begin('overdue'), deadline));
    if (signal?.aborted) this.#cancel();
    else signal?.addEventListener('abort', this.#cancel, { once: true });
  }

  begin(reason: EndReason): void {
    if (this.reason) return;
    this.reason = reason;
    this.#send('SIGINT');
    this.#timers.push(setTimeout(() => this.#send('SIGKILL'), this.#grace));
  }

  /** The process has ended by itself. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#signal?.removeEventListener('abort', this.#cancel);
  }

  #send(name: NodeJS.Signals): void {
    if (this.#group === undefined) return;
    try {
      process.kill(-this.#group, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
