import type { Clock } from '@causeway/release';
import { systemClock } from '../clock.ts';

/** The machine's clock, on which no work takes too long: a machine may be busy. */
export const patientClock: Clock = { ...systemClock, within: (_, __, work) => work };

/** `ahead` of the machine's, in milliseconds, and it waits a fiftieth of the time. */
export function hastyClock(ahead = () => 0): Clock {
  return {
    ...patientClock,
    now: () => Date.now() + ahead(),
    wait: (milliseconds) => systemClock.wait(milliseconds / 50),
  };
}
