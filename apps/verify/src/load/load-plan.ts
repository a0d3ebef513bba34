/** What a load sends, as data that crosses into the generator's thread. */
export interface LoadPlan {
  /** `https://host:port`. */
  readonly origin: string;
  /** PEM of the only authority that is trusted. */
  readonly ca: string;
  /** Milliseconds after which a request without an answer has failed. */
  readonly timeout: number;
  readonly streams: readonly StreamPlan[];
  /** Absent: none. */
  readonly lasting?: readonly LastingPlan[];
}

export interface StreamPlan {
  /** How the stream is called in the figures. */
  readonly name: string;
  /** Absent: the plan's. */
  readonly origin?: string;
  readonly transport: Transport;
  /** Arrivals each second, whatever the answers do. */
  readonly rate: number;
  /** Connections, or for `new-connection` callers that open one after the other. */
  readonly clients: number;
  /** Requests that one client may have in flight. */
  readonly parallel: number;
  readonly request: RequestPlan;
  readonly expect: Expectation;
}

/** The answer to a write must hold its id as well. */
export interface Expectation {
  readonly status: number;
  /** What the body must hold. */
  readonly body: string;
}

/** Work that takes long: each of its clients begins anew as soon as it has ended. */
export interface LastingPlan {
  readonly name: string;
  readonly clients: number;
  readonly work: Work;
}

/** Times in milliseconds. */
export type Work =
  | { readonly kind: 'request'; readonly path: string; readonly expect: Expectation; readonly lasts: number }
  /** Bytes that both sides can make from the seed, spread over the time; `seed` goes into the query. */
  | {
      readonly kind: 'upload' | 'download';
      readonly path: string;
      readonly bytes: number;
      readonly lasts: number;
    }
  /** Server-sent events, numbered from 1 to `count`. */
  | { readonly kind: 'events'; readonly path: string; readonly count: number; readonly lasts: number }
  /** A websocket that stays open, with a message now and then; each must be acknowledged once. */
  | { readonly kind: 'socket'; readonly path: string; readonly every: number };

export type Transport = 'keep-alive' | 'new-connection' | 'http2';

export type RequestPlan =
  | { readonly method: 'GET'; readonly path: string }
  /** Each request stores a record with an id of its own: `<run>-<count>`. */
  | { readonly method: 'POST'; readonly path: string; readonly run: string; readonly bytes: number };

/** What became of one request. */
export interface Observation {
  readonly stream: string;
  /** Unique over all streams. */
  readonly client: number;
  /** When the schedule wanted it, when it was sent, when it ended: milliseconds on the generator's own clock. */
  readonly due: number;
  readonly sent: number;
  readonly ended: number;
  /** The end in milliseconds since the epoch. */
  readonly at: number;
  /** Absent when the answer was the expected one. */
  readonly failure?: string;
  readonly release?: string;
  readonly replica?: string;
  /** Id of the record that a write stores. */
  readonly id?: string;
}

/** A websocket that its server closed politely; the client came back and sent again what was not acknowledged. */
export interface Goodbye {
  readonly stream: string;
  readonly client: number;
  /** Who closed it; absent when it had acknowledged nothing yet. */
  readonly release?: string;
  readonly code: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Messages without acknowledgement. */
  readonly waiting: number;
}

/** When the generator itself was kept from running; milliseconds since the epoch. */
export interface Stall {
  readonly from: number;
  readonly until: number;
}

export interface LoadRecord {
  readonly observations: readonly Observation[];
  readonly goodbyes: readonly Goodbye[];
  /** Requests each second that the plan asked for. */
  readonly wanted: number;
  /** Milliseconds from the first due request until the load was told to stop. */
  readonly duration: number;
  /** How late the generator's own event loop was, in milliseconds. */
  readonly lag: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly stalls: readonly Stall[];
}
