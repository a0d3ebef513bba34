import type { Figures } from '@causeway/verify';
import type { Run, Sample } from './measurement.ts';
import type { EdgeOptions } from './options.ts';
import { Stand } from './stand.ts';
import type { Tools } from './tools.ts';

/** What one half of the benchmark has measured. */
export interface Part {
  readonly tables: readonly Figures['rows'][];
  readonly samples: readonly Sample[];
}

/** Measures on a stand of its own, which is gone afterwards whatever comes. */
export async function onStand(
  { h2load, nginx }: Tools,
  { rounds, requests }: EdgeOptions,
  work: (stand: Stand, run: Run) => Promise<Part>,
): Promise<Part> {
  if (!h2load || !nginx)
    throw new Error('nothing is measured without h2load, which asks, and nginx, which answers');
  const stand = new Stand();
  const kill = () => stand.kill();
  process.once('exit', kill);
  try {
    await stand.startBackend(nginx);
    return await work(stand, { h2load, folder: stand.folder, rounds, requests });
  } finally {
    process.off('exit', kill);
    await stand.stop();
  }
}
