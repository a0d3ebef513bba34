import type Docker from 'dockerode';
import { callEngine, shortly } from './engine-call.ts';

/** The last lines of both streams, in order. */
export async function readLog(container: Docker.Container, lines: number): Promise<string> {
  const multiplexed = (await callEngine(`tell the log of ${container.id}`, shortly, (abortSignal) =>
    container.logs({ stdout: true, stderr: true, tail: lines, abortSignal }),
  )) as unknown as Buffer;
  return [...frames(Buffer.from(multiplexed))].join('');
}

/** Docker's stream format: 1 byte stream, 3 bytes padding, 4 bytes length, payload. */
function* frames(buffer: Buffer): Generator<string> {
  const headerLength = 8;
  let offset = 0;
  while (offset + headerLength <= buffer.length) {
    const length = buffer.readUInt32BE(offset + 4);
    offset += headerLength;
    yield buffer.toString('utf8', offset, offset + length);
    offset += length;
  }
}
