import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LoadPlan, LoadRecord } from './load-plan.ts';

export interface Load {
  stop(): Promise<LoadRecord>;
}

/** Sends the load from a thread of its own, so that nothing the caller does delays a request. */
export async function startLoad(plan: LoadPlan): Promise<Load> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: plan, execArgv: [] });
  await once(thread, 'message');
  return { stop: () => stopLoad(thread) };
}

/** Sends the load for as long as `task` takes. */
export async function underLoad<T>(
  plan: LoadPlan,
  task: () => Promise<T>,
): Promise<{ result: T; record: LoadRecord }> {
  const load = await startLoad(plan);
  try {
    return { result: await task(), record: await load.stop() };
  } catch (error) {
    await load.stop();
    throw error;
  }
}

async function stopLoad(thread: Worker): Promise<LoadRecord> {
  const record = once(thread, 'message');
  thread.postMessage('stop');
  const [answer] = await record;
  return answer as LoadRecord;
}
