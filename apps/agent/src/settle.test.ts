import type { ServiceFragment } from '@causeway/edge';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BaseRefused, type Offer, settle } from './settle.ts';

/** Stands for an edge that refuses one host twice, and a domain that says so. */
async function refusal(fragments: readonly ServiceFragment[]): Promise<string | undefined> {
  const domains = fragments.flatMap(({ https }) => https.domains);
  if (domains.includes('broken')) return 'broken';
  const twice = domains.find((domain, index) => domains.indexOf(domain) !== index);
  return twice && `${twice} twice`;
}

const fragment = (service: string, ...domains: string[]): ServiceFragment => {
  const host = { name: service, domains, routes: [] };
  return { service, https: host, http: host, clusters: [], endpoints: [] };
};

function offer(service: string, shown: string | undefined, ...wanted: string[]): Offer {
  return {
    service,
    wanted: wanted.map((domain) => fragment(service, domain)),
    ...(shown !== undefined && { shown: fragment(service, shown) }),
  };
}

async function settled(...offers: Offer[]) {
  const { fragments, refused } = await settle(offers, refusal);
  const shown = fragments.map(({ service, https }) => [service, https.domains[0]]);
  return { shown: Object.fromEntries(shown), refused: Object.fromEntries(refused) };
}

describe('services with what they want', () => {
  test('get it when all of it goes together', async () => {
    expect(await settled(offer('api', undefined, 'a'), offer('site', 's', 't'))).toEqual({
      shown: { api: 'a', site: 't' },
      refused: {},
    });
  });

  test('get it but for the broken one, which gets the next best', async () => {
    expect(await settled(offer('api', 'a', 'broken', 'b'), offer('site', 's', 't'))).toEqual({
      shown: { api: 'b', site: 't' },
      refused: { api: 'broken' },
    });
  });

  test('a broken one without another shows nothing', async () => {
    expect(await settled(offer('api', undefined, 'broken'), offer('site', 's', 't'))).toEqual({
      shown: { site: 't' },
      refused: { api: 'broken' },
    });
  });

  test('who cannot be rendered keeps what is shown', async () => {
    expect(await settled(offer('api', 'a'), offer('new', undefined, 'broken'), offer('site', 's'))).toEqual({
      shown: { api: 'a', site: 's' },
      refused: { new: 'broken' },
    });
  });

  test('also when all others get what they want', async () => {
    expect(await settled(offer('api', 'a'), offer('site', 's', 't'))).toEqual({
      shown: { api: 'a', site: 't' },
      refused: {},
    });
  });

  test('a host goes from one to the other, in whatever order', async () => {
    const broken = offer('other', 'o', 'broken');
    const offers = [offer('api', 'a', 'www'), broken, offer('site', 'www', 's')];
    const wanted = { shown: { api: 'www', other: 'o', site: 's' }, refused: { other: 'broken' } };
    expect(await settled(...offers)).toEqual(wanted);
    expect(await settled(...offers.toReversed())).toEqual(wanted);
  });

  test('a host that its owner cannot give up stays', async () => {
    const offers = [offer('api', 'www', 'broken', 'www'), offer('site', 's', 'www')];
    expect(await settled(...offers)).toEqual({
      shown: { api: 'www', site: 's' },
      refused: { api: 'broken', site: 'www twice' },
    });
  });
});

test('what all share is refused as a whole', async () => {
  await expect(settle([offer('api', 'broken', 'broken')], refusal)).rejects.toThrow(BaseRefused);
});

test('nobody loses what is shown, and the edge takes the result', async () => {
  const domain = fc.constantFrom('a', 'b', 'c', 'broken');
  const wishes = fc.array(fc.array(domain, { maxLength: 2 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(wishes, async (all) => {
      const offers = all.map((wanted, index) => offer(`s${index}`, `shown ${index}`, ...wanted));
      const { fragments } = await settle(offers, refusal);
      expect(await refusal(fragments)).toBeUndefined();
      expect(fragments.map(({ service }) => service).sort()).toEqual(offers.map(({ service }) => service));
    }),
    { seed: 20_261_121 },
  );
});
