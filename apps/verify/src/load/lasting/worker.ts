import type { Endpoint } from '../transports/transport.ts';

/** What came of one piece of work; without `failure` all was as expected. */
export interface Outcome {
  readonly failure?: string;
  readonly release?: string;
  readonly replica?: string;
}

/** One client. Work that fails is an outcome; `perform` throws only what `nameError` can name. */
export interface Worker {
  perform(signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}

/** `serial` differs for each client, and `turn` for each of its pieces of work. */
export type Hire<Plan> = (endpoint: Endpoint, plan: Plan, serial: number) => Worker;
