import type { Http1Connection, Http2Connection } from '@causeway/corpus';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { Asker, openHttp1, openHttp2 } from '../asking.ts';
import type { CheckedService } from '../checked-edge.ts';

const edge = inject('edge');
const [service] = edge.services as [CheckedService];
const asker = new Asker(edge, service);
afterAll(() => asker.close());

const openers = { 'HTTP/1.1': openHttp1, 'HTTP/2': openHttp2 };

/** At a time, so that the handshakes are no attack of their own. */
const batch = 50;

describe.each(Object.entries(openers))('1,000 idle connections over %s', (_, open) => {
  test('are held while others are served', async () => {
    const idle: (Http1Connection | Http2Connection)[] = [];
    const statuses = new Set<unknown>();
    try {
      while (idle.length < 1000) {
        idle.push(...(await Promise.all(Array.from({ length: batch }, () => open(edge, service)))));
        statuses.add((await asker.http1(service.open)).status);
      }
      expect(idle.filter((connection) => !connection.open)).toEqual([]);
      expect(statuses.size).toBe(1);
      expect([503, 429, 'closed']).not.toContain([...statuses][0]);
    } finally {
      for (const connection of idle) connection.close();
    }
  });
});
