import { createParser } from 'eventsource-parser';
import type { Work } from '../load-plan.ts';
import { connect } from '../transports/keep-alive.ts';
import { seenIn } from '../transports/transport.ts';
import type { Hire } from './worker.ts';

/** Reads one event stream after the other to its end, and misses no number. */
export const events: Hire<Extract<Work, { kind: 'events' }>> = (endpoint, { path, count }) => {
  const connection = connect(endpoint);
  return {
    perform: async (signal) => {
      const headers = { accept: 'text/event-stream' };
      const answer = await connection.request({ method: 'GET', path, headers, signal });
      const seen = await readEvents(answer.body);
      const failure = answer.statusCode === 200 ? judgeEvents(seen, count) : `status ${answer.statusCode}`;
      return { ...seenIn(answer.headers), failure };
    },
    close: () => connection.destroy(),
  };
};

interface Seen {
  readonly ids: readonly number[];
  readonly ended: boolean;
}

async function readEvents(body: AsyncIterable<Buffer>): Promise<Seen> {
  const ids: number[] = [];
  let ended = false;
  const parser = createParser({
    onEvent: ({ id, event }) => {
      if (event === 'end') ended = true;
      else ids.push(Number(id));
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }));
  return { ids, ended };
}

function judgeEvents({ ids, ended }: Seen, count: number): string | undefined {
  if (ids.some((id, index) => id !== index + 1)) return 'event missing';
  if (ids.length === count) return ended ? undefined : 'cut off';
  return ended ? 'ended early' : 'cut off';
}
