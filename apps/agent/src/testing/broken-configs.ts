import type { ServicePlan } from '@causeway/plan';
import fc from 'fast-check';
import { expect } from 'vitest';
import { FaultyHost, faultyService } from './faulty-host.ts';
import { SufferingHost } from './suffering-host.ts';

type Change = Partial<ServicePlan>;

const long = fc.integer({ min: 4000, max: 20_000 }).map((length) => `/${'x'.repeat(length)}`);
const short = fc.constantFrom('/a', '/b/c', '/ü', '/a%20b');
const between = <T>(one: fc.Arbitrary<T>, others: fc.Arbitrary<T>) =>
  fc
    .tuple(fc.array(others, { maxLength: 3 }), one, fc.array(others, { maxLength: 3 }))
    .map(([before, bad, after]) => [...before, bad, ...after]);
const users = ['developer'];

/** What the config's schema may let through one day, and the edge must not. */
const breaks: Readonly<Record<string, fc.Arbitrary<Change>>> = {
  'too long a path, blocked': between(long, short).map((block) => ({ block })),
  'too long a path, protected': between(long, short).map((paths) => ({
    protect: paths.map((path) => ({ path, users })),
  })),
  'a user without a password': between(fc.constant('nobody'), fc.constant('developer')).map((names) => ({
    protect: [{ path: '/admin', users: names }],
  })),
  'a host twice': fc.constantFrom('api.test', 'www.test').map((host) => ({ hosts: [host, 'b.test', host] })),
  'a host of another service': fc.constantFrom('shop.test', 'site.test').map((host) => ({
    hosts: ['api.test', host],
  })),
  'a host that is none': fc.constantFrom('', 'a*b*.test', 'a\u0000.test').map((host) => ({
    hosts: ['api.test', host],
  })),
  'a header that is none': fc
    .constantFrom<Record<string, string>>(
      { 'x\nevil': 'a' },
      { 'x-a': 'a\r\nevil: b' },
      { '': 'a' },
      { ':path': '/' },
    )
    .map((headers) => ({ headers })),
  'a cookie that is none': fc.constantFrom('', 'a\nb', 'a\u0000b').map((cookie) => ({ sticky: { cookie } })),
};

/** `count` broken configs of one service, each with a change of another beside it; how many of them the edge refused. */
export async function sufferBrokenConfigs(
  count: number,
  seed: number,
): Promise<{ refused: number; requests: number }> {
  const names = Object.keys(breaks);
  let refused = 0;
  const host = await SufferingHost.start(['api', 'site', 'shop'], 'shared');
  try {
    for (let index = 0; index < count; index += 1) {
      const name = names[index % names.length] ?? '';
      const [change = {}] = fc.sample(breaks[name] as fc.Arbitrary<Change>, {
        seed: seed + index,
        numRuns: 1,
      });
      if (await takes(host, name, change, `site-${index}.test`)) refused += 1;
      if (index % 20 === 19) await host.restartEdge();
    }
  } finally {
    await host.stop();
  }
  expect(host.visitors.failures).toEqual([]);
  return { refused, requests: host.visitors.requests };
}

/** True when `api` was refused by name; `site` has its new host whatever becomes of `api`, and can be released. */
async function takes(host: SufferingHost, name: string, change: Change, newHost: string): Promise<boolean> {
  const { envoy, port } = host;
  const changed = faultyService('site', port, { hosts: ['site.test', newHost] });
  const services = [faultyService('api', port, change), changed, faultyService('shop', port)];
  const agent = new FaultyHost(envoy, port, services);
  await agent.edge.adopt();
  const errors = [...agent.edge.errors];
  for (const [where, error] of errors)
    expect([where, error], name).toEqual(['api', expect.stringContaining('api')]);
  expect(agent.accepted.of('site')).toEqual(changed);
  expect(await host.visitors.look(newHost), name).toBe(200);
  await agent.edge.check(agent.release('site', 2, changed));
  return errors.length > 0;
}
