/** A kind of traffic. */
export interface Scenario {
  readonly name: string;
  readonly protocol: 'HTTP/1.1' | 'HTTP/2';
  readonly connections: number;
  /** Requests at a time on each connection. */
  readonly streams: number;
  /** Whether a connection serves more than one request. */
  readonly keep: boolean;
  readonly path: string;
  /** Of the requests that one measurement has. */
  readonly share: number;
}

const kept = { connections: 16, streams: 1, keep: true } as const;

/** Long enough for the cost of the body to show, short enough for twelve minutes. */
const large = { path: '/100k', share: 0.25 } as const;

const small = { path: '/1k', share: 1 } as const;

export const keptSmall: Scenario = { name: 'HTTP/1.1, 1 kB', protocol: 'HTTP/1.1', ...kept, ...small };

export const scenarios: readonly Scenario[] = [
  keptSmall,
  { name: 'HTTP/1.1, 100 kB', protocol: 'HTTP/1.1', ...kept, ...large },
  { name: 'HTTP/2, 1 kB', protocol: 'HTTP/2', ...kept, connections: 4, streams: 8, ...small },
  { name: 'HTTP/2, 100 kB', protocol: 'HTTP/2', ...kept, connections: 4, streams: 8, ...large },
  { name: 'new connections, 1 kB', protocol: 'HTTP/1.1', ...kept, keep: false, path: '/1k', share: 0.125 },
];

export function requestsOf({ share }: Scenario, requests: number): number {
  return Math.max(50, Math.round(requests * share));
}
