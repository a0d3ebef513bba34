import { setTimeout as pause } from 'node:timers/promises';
import { nameError } from '../failure.ts';
import type { Goodbye, LastingPlan, LoadPlan, Observation, Work } from '../load-plan.ts';
import { events } from './events.ts';
import { request } from './request.ts';
import { SocketClient } from './socket.ts';
import { download, upload } from './transfer.ts';
import type { Worker } from './worker.ts';

export interface Log {
  observe(observation: Observation): void;
  sayGoodbye(goodbye: Goodbye): void;
}

export interface Troupe {
  /** Ends when everything that was begun has its end. */
  finish(): Promise<void>;
}

/** The clients of one kind of lasting work, numbered from `first`. */
export function startTroupe(plan: LoadPlan, lasting: LastingPlan, first: number, log: Log): Troupe {
  const start = (index: number) =>
    lasting.work.kind === 'socket'
      ? startSocket(plan, lasting, lasting.work, first + index, log)
      : startWorker(
          plan,
          lasting,
          lasting.work,
          first + index,
          (index * lasting.work.lasts) / lasting.clients,
          log,
        );
  const members = Array.from({ length: lasting.clients }, (_, index) => start(index));
  return {
    finish: async () => {
      await Promise.all(members.map((member) => member.finish()));
    },
  };
}

/** The pace is the client's own, and a busy machine does not keep it. */
const mostSlowed = 3;

/** Milliseconds before a client tries again after a failure. */
const comeback = 100;

type Repeated = Exclude<Work, { kind: 'socket' }>;

/** Begins after `delay` milliseconds, so that the clients are not all at the same point. */
function startWorker(
  plan: LoadPlan,
  { name }: LastingPlan,
  work: Repeated,
  client: number,
  delay: number,
  { observe }: Log,
): Troupe {
  const worker = hire(plan, work, client);
  const stop = new AbortController();
  const repeat = async () => {
    await pause(delay, undefined, { signal: stop.signal }).catch(() => undefined);
    while (!stop.signal.aborted) {
      const sent = performance.now();
      const outcome = await outcomeOf(worker, mostSlowed * work.lasts + plan.timeout);
      const ended = performance.now();
      observe({ stream: name, client, due: sent, sent, ended, at: Date.now(), ...outcome });
      if (outcome.failure !== undefined) await pause(comeback);
    }
    await worker.close();
  };
  const done = repeat();
  return {
    finish: () => {
      stop.abort();
      return done;
    },
  };
}

function hire(plan: LoadPlan, work: Repeated, client: number): Worker {
  switch (work.kind) {
    case 'request':
      return request(plan, work, client);
    case 'upload':
      return upload(plan, work, client);
    case 'download':
      return download(plan, work, client);
    case 'events':
      return events(plan, work, client);
    default:
      return work satisfies never;
  }
}

async function outcomeOf(worker: Worker, timeout: number) {
  try {
    return await worker.perform(AbortSignal.timeout(timeout));
  } catch (error) {
    return { failure: nameError(error) };
  }
}

function startSocket(
  plan: LoadPlan,
  { name: stream }: LastingPlan,
  work: Extract<Work, { kind: 'socket' }>,
  client: number,
  log: Log,
): Troupe {
  return new SocketClient(plan, work, plan.timeout, {
    observe: (message) =>
      log.observe({ stream, client, ended: performance.now(), at: Date.now(), ...message }),
    sayGoodbye: (goodbye) => log.sayGoodbye({ stream, client, at: Date.now(), ...goodbye }),
  });
}
