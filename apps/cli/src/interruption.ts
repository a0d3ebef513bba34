const controller = new AbortController();

/** Aborted by the first Ctrl-C or SIGTERM: what runs is asked to end, and nothing new begins. */
export const interruption: AbortSignal = controller.signal;

/** Call once. The second signal ends the program at once. */
export function listenForInterruption(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
}

function interrupt(): void {
  if (interruption.aborted) process.exit(130);
  controller.abort();
}
