import { setTimeout as pause } from 'node:timers/promises';
import {
  type LoadPlan,
  type LoadRecord,
  originOf,
  type StreamPlan,
  type Target,
  underLoad,
} from '@causeway/verify';

/** Milliseconds that the client asks before and after: connections are open when it matters, and the end is seen. */
const margin = 1000;

/** At one steady rate, so that the first answer is found to the time between two requests. */
export function steadyStream(name: string, rate: number): StreamPlan {
  return {
    name,
    transport: 'keep-alive',
    rate,
    clients: 16,
    parallel: 1,
    request: { method: 'GET', path: '/' },
    expect: { status: 200, body: 'Hello' },
  };
}

/** Asks the edge while the task runs. */
export function whileAsking<T>(
  target: Target,
  rate: number,
  task: () => Promise<T>,
): Promise<{ result: T; record: LoadRecord }> {
  const [service] = target.services;
  if (!service) throw new Error('the config has no service to ask');
  return ask({ origin: originOf(target, service), ca: target.ca }, [steadyStream('edge', rate)], task);
}

export function ask<T>(
  endpoint: Pick<LoadPlan, 'origin' | 'ca'>,
  streams: readonly StreamPlan[],
  task: () => Promise<T>,
): Promise<{ result: T; record: LoadRecord }> {
  return underLoad({ ...endpoint, timeout: 30_000, streams }, async () => {
    await pause(margin);
    const result = await task();
    await pause(margin);
    return result;
  });
}
