import { type NamedService, originOf, type Target } from '../target.ts';
import type { LastingPlan, StreamPlan } from './load-plan.ts';

/** How much of each lasting kind, and how many seconds each takes. */
export interface LastingAmounts {
  readonly long: number;
  readonly sockets: number;
  readonly streams: number;
  readonly transfers: number;
}

const transferBytes = 100 * 1024 * 1024;

/** Work that outlasts a release, of every kind that palindrom takes; none of a service that is not known. */
export function lastingOf({ name }: NamedService, amounts: LastingAmounts): LastingPlan[] {
  if (name !== 'palindrom') return [];
  const { long, sockets, streams, transfers } = amounts;
  const lasts = long * 1000;
  const count = Math.ceil(long * 0.9);
  const expect = { status: 200, body: String(lasts) };
  // encryption of both directions is what costs most here
  const transfer = { bytes: transferBytes, lasts: 2 * lasts };
  return [
    {
      name: `requests of ${long} s`,
      clients: streams,
      work: { kind: 'request', path: `/slow?ms=${lasts}`, expect, lasts },
    },
    {
      name: 'event streams',
      clients: streams,
      work: { kind: 'events', path: `/events?every=1000&count=${count}`, count, lasts },
    },
    { name: 'uploads of 100 MB', clients: transfers, work: { kind: 'upload', path: '/upload', ...transfer } },
    {
      name: 'downloads of 100 MB',
      clients: transfers,
      work: { kind: 'download', path: '/download', ...transfer },
    },
    { name: 'websockets', clients: sockets, work: { kind: 'socket', path: '/socket', every: 2000 } },
  ];
}

/** Requests each second to each neighbour. */
const neighbourRate = 20;

/** What the others of the platform go on answering while the service is worked on. */
export function neighboursOf(target: Target, { name }: NamedService): StreamPlan[] {
  return target.services
    .filter((other) => other.name !== name)
    .map((other) => ({
      name: `neighbour ${other.name}`,
      origin: originOf(target, other),
      transport: 'keep-alive',
      rate: neighbourRate,
      clients: 4,
      parallel: 1,
      request: { method: 'GET', path: other.health?.path ?? '/' },
      expect: { status: 200, body: '' },
    }));
}
