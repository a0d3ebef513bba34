import type { Stall } from './load-plan.ts';

/** How often the event loop is asked for. Milliseconds. */
const interval = 10;

/** Less is what timers are late on any machine. Milliseconds. */
const noticed = 20;

/** Notes when the calling thread's event loop was kept from running. */
export function watchForStalls(): { stop(): readonly Stall[] } {
  const stalls: Stall[] = [];
  let expected = performance.now() + interval;
  const timer = setInterval(() => {
    const now = performance.now();
    const late = now - expected;
    if (late > noticed) stalls.push({ from: Date.now() - late, until: Date.now() });
    expected = now + interval;
  }, interval);
  return {
    stop: () => {
      clearInterval(timer);
      return stalls;
    },
  };
}
