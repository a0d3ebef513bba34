import { docker, type Target } from '@causeway/verify';

/** Milliseconds since the epoch, on the engine's clock. */
export interface Boot {
  readonly startedAt: number;
  /** The program itself said that it listens. */
  readonly readyAt: number;
}

/** One for each container. Throws where the program has not said that it listens. */
export function bootsOf(target: Target, containers: readonly string[]): Promise<Boot[]> {
  return Promise.all(
    containers.map(async (container) => ({
      startedAt: Date.parse(await docker(target, ['inspect', '-f', '{{.State.StartedAt}}', container])),
      readyAt: readyIn(await docker(target, ['logs', '--timestamps', container])),
    })),
  );
}

/** From the start of the first until all are ready. */
export function wholeBoot(boots: readonly Boot[]): Boot {
  return {
    startedAt: Math.min(...boots.map(({ startedAt }) => startedAt)),
    readyAt: Math.max(...boots.map(({ readyAt }) => readyAt)),
  };
}

/** Reads a log whose lines begin with the engine's time. */
export function readyIn(log: string): number {
  const line = log.split('\n').find((candidate) => / on \d+$/.test(candidate));
  if (line) return Date.parse(line.split(' ', 1)[0] ?? '');
  throw new Error(`the program has not said that it listens; its log:\n${log}`);
}
