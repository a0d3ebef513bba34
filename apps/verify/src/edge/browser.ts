import { Client } from 'undici';
import { lookup } from '../wire/lookup.ts';
import type { CheckedEdge, CheckedService } from './checked-edge.ts';

export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it came, without the frames of chunks. */
  readonly body: Buffer;
}

/** GET with such headers, on a connection of its own. */
export async function fetchPage(
  { https, ca }: CheckedEdge,
  { host }: CheckedService,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const client = new Client(`https://${host}:${https}`, { connect: { ca, lookup } });
  try {
    const answer = await client.request({ method: 'GET', path, headers });
    const body = Buffer.from(await answer.body.arrayBuffer());
    return { status: answer.statusCode, headers: answer.headers, body };
  } finally {
    await client.destroy();
  }
}
