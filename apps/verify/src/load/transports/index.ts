import type { Transport } from '../load-plan.ts';
import { http2 } from './http2.ts';
import { keepAlive } from './keep-alive.ts';
import { newConnection } from './new-connection.ts';
import type { Client, Endpoint } from './transport.ts';

export const transports = {
  'keep-alive': keepAlive,
  'new-connection': newConnection,
  http2,
} satisfies Record<Transport, (endpoint: Endpoint) => Client>;
