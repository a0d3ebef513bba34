import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Keystream } from '../keystream.ts';
import type { Work } from '../load-plan.ts';
import { connect } from '../transports/keep-alive.ts';
import { seenIn } from '../transports/transport.ts';
import type { Hire, Outcome } from './worker.ts';

type TransferPlan = Extract<Work, { kind: 'upload' | 'download' }>;

const chunkBytes = 64 * 1024;

/** Sends what no one else sends, and compares the digest with what the service says has arrived. */
export const upload: Hire<TransferPlan> = (endpoint, plan, serial) => {
  const connection = connect(endpoint);
  let turn = 0;
  return {
    perform: async (signal) => {
      const hash = createHash('sha256');
      const body = Readable.from(pacedBytes(plan, `${serial}-${turn++}`, hash), { objectMode: false });
      const headers = {
        'content-type': 'application/octet-stream',
        'content-length': String(plan.bytes),
      };
      const { path } = plan;
      const answer = await connection.request({ method: 'POST', path, headers, body, signal });
      const text = await answer.body.text();
      return {
        ...seenIn(answer.headers),
        failure: judgeUpload(answer.statusCode, text, plan.bytes, hash.digest('hex')),
      };
    },
    close: () => connection.destroy(),
  };
};

function judgeUpload(status: number, text: string, bytes: number, sha256: string): string | undefined {
  if (status !== 200) return `status ${status}`;
  const arrived = JSON.parse(text);
  return arrived.bytes === bytes && arrived.sha256 === sha256 ? undefined : 'other bytes arrived';
}

async function* pacedBytes({ bytes, lasts }: TransferPlan, seed: string, hash: Hash): AsyncGenerator<Buffer> {
  const stream = new Keystream(seed);
  const pace = paceOf(bytes, lasts);
  for (let sent = 0; sent < bytes; sent += chunkBytes) {
    await pace(sent);
    const chunk = stream.next(Math.min(chunkBytes, bytes - sent));
    hash.update(chunk);
    yield chunk;
  }
}

/** Reads at the plan's pace, and compares every byte with what it must be. */
export const download: Hire<TransferPlan> = (endpoint, plan, serial) => {
  const connection = connect(endpoint);
  let turn = 0;
  return {
    perform: async (signal) => {
      const seed = `${serial}-${turn++}`;
      const path = `${plan.path}?bytes=${plan.bytes}&seed=${seed}`;
      const answer = await connection.request({ method: 'GET', path, signal });
      return { ...seenIn(answer.headers), ...(await readBody(plan, seed, answer.statusCode, answer.body)) };
    },
    close: () => connection.destroy(),
  };
};

async function readBody(
  { bytes, lasts }: TransferPlan,
  seed: string,
  status: number,
  body: AsyncIterable<Buffer>,
): Promise<Outcome> {
  const expected = new Keystream(seed);
  const pace = paceOf(bytes, lasts);
  let read = 0;
  let same = true;
  for await (const chunk of body) {
    read += chunk.length;
    same &&= expected.next(chunk.length).equals(chunk);
    await pace(read);
  }
  if (status !== 200) return { failure: `status ${status}` };
  if (!same) return { failure: 'other bytes arrived' };
  return read === bytes ? {} : { failure: 'cut off' };
}

/** Waits while more has passed than the time allows for. */
function paceOf(bytes: number, lasts: number): (passed: number) => Promise<void> {
  const start = performance.now();
  return async (passed) => {
    const early = (passed / bytes) * lasts - (performance.now() - start);
    // short waits cost more than they even out
    if (early > 20) await pause(early);
  };
}
