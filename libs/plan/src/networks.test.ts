import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressAt, planNetworks, releaseAddresses } from './networks.ts';
import type { NetworkPlan } from './plan.ts';

test('the widest default: two halves, and room for a thousand replicas', () => {
  const { services, data } = planNetworks('p', '10.213.0.0/21');
  expect(services).toEqual({
    name: 'p-services',
    subnet: '10.213.0.0/22',
    gateway: '10.213.0.1',
    dynamicRange: '10.213.3.0/24',
    fixed: { first: '10.213.0.16', last: '10.213.2.255' },
    internal: false,
  });
  expect(data).toMatchObject({ name: 'p-data', subnet: '10.213.4.0/22', internal: true });
  expect(releaseAddresses(services)).toHaveLength(752);
});

test('the narrowest subnet that the config allows', () => {
  const { services, data } = planNetworks('p', '192.168.7.0/24');
  expect(services).toMatchObject({
    subnet: '192.168.7.0/25',
    dynamicRange: '192.168.7.96/27',
    fixed: { first: '192.168.7.16', last: '192.168.7.95' },
  });
  expect(data).toMatchObject({ subnet: '192.168.7.128/25', gateway: '192.168.7.129' });
});

const subnets = fc.tuple(fc.integer({ min: 16, max: 24 }), fc.nat(2 ** 24 - 1)).map(([bits, host]) => {
  const size = 2 ** (32 - bits);
  return { bits, base: 10 * 2 ** 24 + Math.floor(host / size) * size, size };
});

test('whatever the subnet, its networks stay inside, apart, and so do the addresses in them', () => {
  fc.assert(
    fc.property(subnets, ({ bits, base, size }) => {
      const { services, data } = planNetworks('p', `${dotted(base)}/${bits}`);
      const [lower, upper] = [range(services.subnet), range(data.subnet)];
      expect(lower).toEqual({ first: base, last: base + size / 2 - 1 });
      expect(upper).toEqual({ first: base + size / 2, last: base + size - 1 });
      for (const network of [services, data]) expectApart(network);
    }),
  );
});

/** Gateway, long-lived containers, releases, Docker's own: in this order, and nothing in two of them. */
function expectApart(network: NetworkPlan): void {
  const dynamic = range(network.dynamicRange);
  const releases = releaseAddresses(network);
  const inOrder = [network.gateway, addressAt(network, 2), addressAt(network, 3), releases[0] ?? '']
    .map(number)
    .concat(number(releases.at(-1) ?? ''), dynamic.first, dynamic.last);
  expect(inOrder).toEqual([...new Set(inOrder)].sort((a, b) => a - b));
  expect(number(network.gateway)).toBe(range(network.subnet).first + 1);
  expect(dynamic.last).toBeLessThanOrEqual(range(network.subnet).last);
  expect(releases).toHaveLength(number(network.fixed.last) - number(network.fixed.first) + 1);
  // two releases of the smallest platform, old and new side by side
  expect(releases.length).toBeGreaterThanOrEqual(80);
}

function range(cidr: string): { first: number; last: number } {
  const [address = '', bits] = cidr.split('/');
  return { first: number(address), last: number(address) + 2 ** (32 - Number(bits)) - 1 };
}

function number(address: string): number {
  return Buffer.from(address.split('.').map(Number)).readUInt32BE();
}

function dotted(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes.join('.');
}
