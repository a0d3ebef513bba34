import { judge } from '../failure.ts';
import type { Work } from '../load-plan.ts';
import { keepAlive } from '../transports/keep-alive.ts';
import { seenIn } from '../transports/transport.ts';
import type { Hire } from './worker.ts';

export const request: Hire<Extract<Work, { kind: 'request' }>> = (endpoint, { path, expect }) => {
  const client = keepAlive(endpoint);
  return {
    perform: async (signal) => {
      const answer = await client.send({ method: 'GET', path, signal });
      return { ...seenIn(answer.headers), failure: judge(answer, expect) };
    },
    close: client.close,
  };
};
