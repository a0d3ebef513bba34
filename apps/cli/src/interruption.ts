const controller = new AbortController();

/** Aborted by the first Ctrl-C or SIGTERM: what runs is asked to end, and nothing new begins. */
export const interruption: AbortSignal = controller.signal;

/** One Ctrl-C may come as SIGINT and, as the terminal closes behind a runner like Nx, SIGHUP. Milliseconds. */
const sameInterruption = 1000;

let interruptedAt = 0;

/** Call once. A second Ctrl-C ends the program at once. */
export function listenForInterruption(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed);
}

function interrupt(): void {
  if (interruption.aborted && Date.now() - interruptedAt > sameInterruption) process.exit(130);
  if (!interruption.aborted) interruptedAt = Date.now();
  controller.abort();
}

/** The terminal went away; what was begun is still ended in order. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}
