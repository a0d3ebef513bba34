import type { LoadPlan, StreamPlan } from '../load/load-plan.ts';
import { originOf, type Target } from '../target.ts';

/** Enough to notice a gap of a tenth of a second, and little enough to leave the machine to what is tried. */
const rates = { keepAlive: 20, newConnection: 10, http2: 15, slow: 2 };

export function lightLoad(target: Target): LoadPlan {
  const [service] = target.services;
  if (!service) throw new Error('the config has no service to send requests to');
  return { origin: originOf(target, service), ca: target.ca, timeout: 30_000, streams };
}

const hello = { request: { method: 'GET', path: '/' }, expect: { status: 200, body: 'Hello' } } as const;
const slow = { ...hello, request: { method: 'GET', path: '/slow?ms=1500' } } as const;

const streams: readonly StreamPlan[] = [
  { name: 'keep-alive', transport: 'keep-alive', rate: rates.keepAlive, clients: 8, parallel: 1, ...hello },
  {
    name: 'new connections',
    transport: 'new-connection',
    rate: rates.newConnection,
    clients: 8,
    parallel: 1,
    ...hello,
  },
  { name: 'HTTP/2', transport: 'http2', rate: rates.http2, clients: 2, parallel: 8, ...hello },
  { name: 'slow (1.5 s)', transport: 'keep-alive', rate: rates.slow, clients: 8, parallel: 1, ...slow },
];
