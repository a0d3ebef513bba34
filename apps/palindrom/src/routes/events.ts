import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';

interface Wanted {
  /** Milliseconds between two events. */
  readonly every: number;
  /** Number of the last event. */
  readonly count: number;
}

const querystring = {
  type: 'object',
  properties: {
    every: { type: 'integer', minimum: 10, maximum: 60_000, default: 1000 },
    count: { type: 'integer', minimum: 1, maximum: 100_000, default: 10 },
  },
};

/** Sends events numbered from 1, or from where `last-event-id` leaves off, then one called `end`; a stop brings it forward. */
export function addEvents(server: FastifyInstance, { environment, drain }: Application): void {
  server.get<{ Querystring: Wanted }>('/events', { schema: { querystring } }, async (request, reply) => {
    const after = Number(request.headers['last-event-id']) || 0;
    const events = numberedEvents(request.query, after, environment.release, drain.stopSignal);
    return reply
      .headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      .send(Readable.from(events));
  });
}

async function* numberedEvents(
  { every, count }: Wanted,
  after: number,
  release: string | undefined,
  stop: AbortSignal,
): AsyncGenerator<string> {
  let last = after;
  while (last < count && !stop.aborted) {
    last += 1;
    yield `id: ${last}\ndata: ${JSON.stringify({ event: last, release })}\n\n`;
    await pause(every, undefined, { signal: stop }).catch(ignoreAbort);
  }
  yield `event: end\ndata: ${JSON.stringify({ last, complete: last >= count })}\n\n`;
}

function ignoreAbort(error: Error): void {
  if (error.name !== 'AbortError') throw error;
}
