/** What the service under test does wrong; written into its image. Times in milliseconds. */
export interface Behaviour {
  /** Makes two contents differ that behave alike. */
  readonly content: string;
  /** From the start of the process until it listens. */
  readonly boot: number;
  readonly port: number;
  /** The health path answers 200. */
  readonly healthy: boolean;
  /** Exits this long after its start, ready or not. */
  readonly exitAfter?: number;
  /** Takes memory until it is ended for that. */
  readonly greedy: boolean;
  /** What begins with the first request of a user. */
  readonly inService?: { readonly after: number; readonly goes: 'ends' | 'answers 500' };
  readonly migration: { readonly takes: number; readonly exitCode: number };
  /** From the request to prepare for the end until it is ready for it. */
  readonly farewell: number;
  /** From the signal to stop until it has. */
  readonly lingering: number;
}

export const wellBehaved: Behaviour = {
  content: '',
  boot: 0,
  port: 5000,
  healthy: true,
  greedy: false,
  migration: { takes: 0, exitCode: 0 },
  farewell: 0,
  lingering: 0,
};
