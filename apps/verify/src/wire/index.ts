import type { WireAnswer, WireRequest } from './answer.ts';
import { sendHttp1 } from './http1.ts';
import { sendHttp2 } from './http2.ts';

export * from './answer.ts';

export const protocols: Readonly<
  Record<'HTTP/1.1' | 'HTTP/2', (request: WireRequest) => Promise<WireAnswer>>
> = {
  'HTTP/1.1': sendHttp1,
  'HTTP/2': sendHttp2,
};
