import { http1Cases, http2Cases, type Places } from '@causeway/corpus';
import { describe, expect, inject, test } from 'vitest';
import { openHttp1, openHttp2, wasForwarded } from '../asking.ts';
import type { CheckedService } from '../checked-edge.ts';

const edge = inject('edge');

// the cases name a path of each kind, and hosts that nobody has
const services = edge.services.filter(
  ({ block, protect, anyHost }) => block.length > 0 && protect.length > 0 && !anyHost,
);

test('some service has a blocked and a protected path, and hosts of its own', () => {
  expect(services).not.toEqual([]);
});

describe.each(services)('$name', (service) => {
  const places = placesOf(service);

  describe('HTTP/1.1 byte by byte', () => {
    test.each(http1Cases(places))('$name', async ({ bytes, answers }) => {
      const connection = await openHttp1(edge, service);
      connection.send(bytes);
      const heads = [];
      for (const _ of answers) heads.push((await connection.answer())?.head ?? '');
      connection.close();
      expect(heads.map((head, index) => outcome(head, answers[index] ?? 0))).toEqual(answers);
    });
  });

  describe('HTTP/2 frame by frame', () => {
    test.each(http2Cases(places))('$name', async ({ headers, body, trailers, answer }) => {
      const connection = await openHttp2(edge, service);
      const got = await connection.ask(headers, body, trailers);
      connection.close();
      if (answer === 200) expect([400, 401, 421, 'reset', 'closed']).not.toContain(got);
      else expect(got).toBe(answer);
    });
  });
});

function placesOf({ host, block: [blocked = ''], protect: [guarded] }: CheckedService): Places {
  return { authority: host, blocked, guarded: guarded?.path ?? '' };
}

/** 200 stands for whatever the application says to it. */
function outcome(head: string, expected: number): number {
  const status = Number(head.slice(9, 12));
  return expected === 200 && wasForwarded(head) ? 200 : status;
}
