export const faultNames = ['crash', 'errors', 'unhealthy', 'hang', 'memory'] as const;
export type FaultName = (typeof faultNames)[number];

/** Ways to go wrong on demand, for whoever tests what the platform makes of them. */
export class Faults {
  #errorShare = 0;
  #requests = 0;
  #unhealthy = false;
  readonly #hoard: Buffer[] = [];

  get unhealthy(): boolean {
    return this.#unhealthy;
  }

  /** Whether this request is to fail: spread evenly, so that the share is exact. */
  failsNext(): boolean {
    const before = Math.floor(this.#requests * this.#errorShare);
    this.#requests++;
    return Math.floor(this.#requests * this.#errorShare) > before;
  }

  begin(name: FaultName, share = 1): void {
    const faults: Record<FaultName, () => void> = {
      crash: () => process.exit(1),
      errors: () => {
        this.#errorShare = share;
      },
      unhealthy: () => {
        this.#unhealthy = true;
      },
      hang,
      memory: () => this.#eat(),
    };
    faults[name]();
  }

  /** Takes 16 MiB every 20 ms, until the container's limit ends the process. */
  #eat(): void {
    this.#hoard.push(Buffer.alloc(16 * 1024 * 1024, 1));
    setTimeout(() => this.#eat(), 20);
  }
}

/** Keeps the process from doing anything any more; only SIGKILL ends it. */
function hang(): never {
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
