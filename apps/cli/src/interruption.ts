const controller = new AbortController();

/** Aborted by the first Ctrl-C or SIGTERM: what runs is asked to end, and nothing new begins. */
export const interruption: AbortSignal = controller.signal;

/** Decides what the first Ctrl-C means while it is set. */
export type Interceptor = (signal: NodeJS.Signals) => void;

/** The step that Ctrl-C fell into. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly step: string;
  /** What was left behind, where the step itself knows it best. */
  readonly stands: string | undefined;

  constructor(step: string, stands?: string) {
    super(`interrupted during "${step}"`);
    this.step = step;
    this.stands = stands;
  }
}

/** One Ctrl-C may come as SIGINT and, as the terminal closes behind a runner like Nx, SIGHUP. Milliseconds. */
const sameInterruption = 1000;

let interruptedAt: number | undefined;
let interceptor: Interceptor | undefined;

/** Call once. A second Ctrl-C ends the program at once. */
export function listenForInterruption(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed);
}

/** Runs `work`, and leaves the first Ctrl-C meanwhile to `decide`, which calls `interrupt` or `goOn`. */
export async function intercepting<T>(decide: Interceptor, work: () => Promise<T>): Promise<T> {
  interceptor = decide;
  try {
    return await work();
  } finally {
    interceptor = undefined;
  }
}

/** Ends what runs, with `reason` as the error of each. */
export function interrupt(reason?: Interrupted): void {
  controller.abort(reason);
}

/** What ends `step` when it was interrupted. */
export function interruptionOf(step: string): Interrupted {
  return interruption.reason instanceof Interrupted ? interruption.reason : new Interrupted(step);
}

/** The next Ctrl-C is a first one again. */
export function goOn(): void {
  interruptedAt = undefined;
}

function hear(signal: NodeJS.Signals): void {
  if (interruptedAt === undefined) hearFirst(signal);
  else if (Date.now() - interruptedAt > sameInterruption) process.exit(130);
}

function hearFirst(signal: NodeJS.Signals): void {
  interruptedAt = Date.now();
  if (interceptor) interceptor(signal);
  else interrupt();
}

/** The terminal went away; what was begun is still ended in order. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}
