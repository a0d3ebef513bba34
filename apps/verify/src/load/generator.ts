import { monitorEventLoopDelay } from 'node:perf_hooks';
import { arrive } from './arrivals.ts';
import { Crew } from './crew.ts';
import { type Log, startTroupe, type Troupe } from './lasting/troupe.ts';
import type { Goodbye, LoadPlan, LoadRecord, Observation } from './load-plan.ts';
import { watchForStalls } from './stalls.ts';

/** Sends the load from the calling thread until it is told to stop. */
export function generate(plan: LoadPlan): { stop(): Promise<LoadRecord> } {
  const observations: Observation[] = [];
  const goodbyes: Goodbye[] = [];
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const watch = watchForStalls();
  const start = performance.now();
  const observe = (observation: Observation) => void observations.push(observation);
  const crews = muster(plan, observe);
  const sayGoodbye = (goodbye: Goodbye) => void goodbyes.push(goodbye);
  const troupes = startTroupes(plan, { observe, sayGoodbye });
  const arrivals = crews.map((crew, index) =>
    // streams of one rate must not all fire in the same instant
    arrive(rateOf(plan, index), start + (index * 1000) / totalRate(plan), (due) => crew.offer(due)),
  );
  return {
    stop: async () => {
      for (const arrival of arrivals) arrival.stop();
      const duration = performance.now() - start;
      await Promise.all([...crews, ...troupes].map((clients) => clients.finish()));
      lag.disable();
      const stalls = watch.stop();
      return { observations, goodbyes, wanted: totalRate(plan), duration, lag: lagOf(lag), stalls };
    },
  };
}

function muster(plan: LoadPlan, record: (observation: Observation) => void): Crew[] {
  let number = 0;
  return plan.streams.map((stream) => {
    const first = number;
    number += stream.clients;
    return new Crew(plan, stream, first, record);
  });
}

function startTroupes(plan: LoadPlan, log: Log): Troupe[] {
  let number = plan.streams.reduce((sum, { clients }) => sum + clients, 0);
  return (plan.lasting ?? []).map((lasting) => {
    const first = number;
    number += lasting.clients;
    return startTroupe(plan, lasting, first, log);
  });
}

function rateOf(plan: LoadPlan, index: number): number {
  return plan.streams[index]?.rate ?? 0;
}

function totalRate(plan: LoadPlan): number {
  return plan.streams.reduce((sum, { rate }) => sum + rate, 0);
}

function lagOf(histogram: ReturnType<typeof monitorEventLoopDelay>): LoadRecord['lag'] {
  const milliseconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 5);
  return {
    p50: milliseconds(histogram.percentile(50)),
    p99: milliseconds(histogram.percentile(99)),
    max: milliseconds(histogram.max),
  };
}
