import { setTimeout as pause } from 'node:timers/promises';
import Docker from 'dockerode';

/** What the engine has counted for a container, health checks and all that was started inside it included. */
export interface Usage {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of processor time since its start. Milliseconds. */
  readonly processor: number;
  /** Bytes, without files that can be read again. */
  readonly memory: number;
}

/** A look every `interval` milliseconds, at all containers in the same moment. */
export async function watchUsage(
  containers: readonly string[],
  { interval, looks }: { readonly interval: number; readonly looks: number },
): Promise<Usage[][]> {
  const engine = new Docker();
  const start = performance.now();
  const found: Usage[][] = [];
  for (let look = 1; look <= looks; look++) {
    found.push(await Promise.all(containers.map((container) => usageOf(engine, container))));
    if (look < looks) await pause(Math.max(0, start + look * interval - performance.now()));
  }
  return found;
}

async function usageOf(engine: Docker, container: string): Promise<Usage> {
  const stats = await engine.getContainer(container).stats({ stream: false, 'one-shot': true });
  return {
    at: Date.parse(stats.read),
    processor: stats.cpu_stats.cpu_usage.total_usage / 1e6,
    memory: stats.memory_stats.usage - inactiveFiles(stats.memory_stats.stats),
  };
}

/** The two versions of control groups name it differently. */
function inactiveFiles(stats: Docker.MemoryStats['stats'] & { readonly inactive_file?: number }): number {
  return stats.total_inactive_file ?? stats.inactive_file ?? 0;
}

/** Percent of one processor between each look and the next. */
export function processorShares(looks: readonly Usage[]): number[] {
  return looks.slice(1).map((look, index) => shareBetween(looks[index] ?? look, look));
}

function shareBetween(before: Usage, after: Usage): number {
  return (100 * (after.processor - before.processor)) / (after.at - before.at);
}
