import { parentPort, workerData } from 'node:worker_threads';
import { generate } from './generator.ts';
import type { LoadPlan } from './load-plan.ts';

const running = generate(workerData as LoadPlan);
parentPort?.postMessage('running');
parentPort?.once('message', async () => {
  parentPort?.postMessage(await running.stop());
  parentPort?.close();
});
