/** Calls `offer` at a fixed rate, whatever becomes of earlier calls; what a stall has held back comes at once after it. */
export function arrive(rate: number, start: number, offer: (due: number) => void): { stop(): void } {
  let count = 0;
  let timer: NodeJS.Timeout | undefined;
  const dueOf = (index: number) => start + (index * 1000) / rate;
  const catchUp = () => {
    for (const now = performance.now(); dueOf(count) <= now; count++) offer(dueOf(count));
    timer = setTimeout(catchUp, Math.max(0, dueOf(count) - performance.now()));
  };
  catchUp();
  return { stop: () => clearTimeout(timer) };
}
