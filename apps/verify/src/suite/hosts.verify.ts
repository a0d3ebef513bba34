import { describe, expect, inject, test } from 'vitest';
import { originOf } from '../target.ts';
import { protocols, wasForwarded } from '../wire/index.ts';

const target = inject('target');
const catchAll = target.services.some(({ hosts }) => hosts.includes('*'));

describe.each(target.services)('hosts of $name', (service) => {
  const origin = new URL(originOf(target, service));
  const asked = { origin, ca: target.ca, method: 'GET', path: service.health?.path ?? '/' };

  describe.each(Object.entries(protocols))('over %s', (_, send) => {
    const spellings = [service.host, `${service.host}:${target.https}`, service.host.toUpperCase()];
    test.each(spellings)('%s is served', async (host) => {
      const answer = await send({ ...asked, host });
      expect({ ...answer, forwarded: wasForwarded(answer) }).toMatchObject({ forwarded: true });
    });

    const strangers = [
      'elsewhere.example',
      `${service.host}.elsewhere.example`,
      `x${service.host}`,
      '127.0.0.2',
    ];
    test.skipIf(catchAll).each(strangers)('%s gets 421 from the edge', async (host) => {
      const answer = await send({ ...asked, host });
      expect({ ...answer, forwarded: wasForwarded(answer) }).toMatchObject({ status: 421, forwarded: false });
    });
  });
});
