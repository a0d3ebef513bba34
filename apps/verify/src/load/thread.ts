import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { generate } from './generator.ts';
import type { LoadPlan } from './load-plan.ts';

stayAwake();
const running = generate(workerData as LoadPlan);
parentPort?.postMessage('running');
parentPort?.once('message', async () => {
  parentPort?.postMessage(await running.stop());
  parentPort?.close();
});

/** The commands that the load is there to watch start hundreds of milliseconds of work each: they must not delay what they are measured by. */
function stayAwake(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, constants.priority.PRIORITY_HIGHEST);
  } catch {
    // only root may, and only Linux has it: figures are less exact without
  }
}
