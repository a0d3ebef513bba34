/** Requests that try to get around a rule, and ordinary ones, each with what must become of it; and what sends them as they stand. */
export * from './case.ts';
export type { Endpoint } from './endpoint.ts';
export { forged } from './headers.ts';
export { type Http1Case, http1Cases } from './http1.ts';
export { Http1Connection, type RawAnswer } from './http1-connection.ts';
export { type Http2Case, http2Cases } from './http2.ts';
export { type Field, type Http2Answer, Http2Connection } from './http2-connection.ts';
export { ordinary } from './ordinary.ts';
export { spellings } from './spellings.ts';
