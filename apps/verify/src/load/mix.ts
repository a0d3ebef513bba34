import { type NamedService, originOf, type Target } from '../target.ts';
import type { LoadPlan, StreamPlan } from './load-plan.ts';

/** A client that waits longer than this has been failed, whatever comes later. */
const timeout = 30_000;
/** The schedule aims above the rate that is asked for, so that reaching it is no matter of rounding. */
const headroom = 1.03;

/** Requests of every kind that the service takes, `rate` of them each second in all. */
export function mixOf(target: Target, service: NamedService, rate: number, run: string): LoadPlan {
  const streams = service.name === 'palindrom' ? palindromStreams(run) : readStreams(service);
  const scaled = streams.map(({ share, ...stream }) => ({ ...stream, rate: share * rate * headroom }));
  return { origin: originOf(target, service), ca: target.ca, timeout, streams: scaled };
}

type Shared = Omit<StreamPlan, 'rate'> & { readonly share: number };

function palindromStreams(run: string): Shared[] {
  const hello = {
    request: { method: 'GET', path: '/' },
    expect: { status: 200, body: 'Hello, world!' },
  } as const;
  const slow = {
    request: { method: 'GET', path: '/slow?ms=2000' },
    expect: { status: 200, body: '2000' },
  } as const;
  const write = {
    request: { method: 'POST', path: '/writes', run, bytes: 2048 },
    expect: { status: 201, body: run },
  } as const;
  return [
    { name: 'HTTP/1.1 keep-alive', transport: 'keep-alive', share: 0.34, clients: 32, parallel: 1, ...hello },
    { name: 'new connections', transport: 'new-connection', share: 0.15, clients: 32, parallel: 1, ...hello },
    { name: 'HTTP/2', transport: 'http2', share: 0.3, clients: 4, parallel: 12, ...hello },
    { name: 'writes', transport: 'keep-alive', share: 0.2, clients: 24, parallel: 1, ...write },
    { name: 'slow (2 s)', transport: 'keep-alive', share: 0.01, clients: 24, parallel: 1, ...slow },
  ];
}

/** For a service of which only its health path is known. */
function readStreams({ health }: NamedService): Shared[] {
  const read = {
    request: { method: 'GET', path: health?.path ?? '/' },
    expect: { status: 200, body: '' },
  } as const;
  return [
    { name: 'HTTP/1.1 keep-alive', transport: 'keep-alive', share: 0.4, clients: 32, parallel: 1, ...read },
    { name: 'new connections', transport: 'new-connection', share: 0.2, clients: 32, parallel: 1, ...read },
    { name: 'HTTP/2', transport: 'http2', share: 0.4, clients: 4, parallel: 12, ...read },
  ];
}
