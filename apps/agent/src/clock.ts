import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@causeway/release';

/** The machine's own. */
export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  wait: (milliseconds) => wait(milliseconds),
  within: (milliseconds, what, work) => {
    const end = new AbortController();
    const late = wait(milliseconds, undefined, { signal: end.signal }).then(() => {
      throw new Error(`waited ${milliseconds / 1000} s for ${what()}`);
    });
    late.catch(() => {});
    return Promise.race([work, late]).finally(() => end.abort());
  },
};
