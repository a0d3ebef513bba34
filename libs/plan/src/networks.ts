import type { NetworkPlan } from './plan.ts';

/** Addresses below this offset belong to long-lived containers; releases take the ones above. */
const firstReleaseOffset = 16;

/** Of the edge, where it is not in the host's network. */
export const edgeOffset = 3;

/** Halves the target's subnet: services in the lower half, data services in the upper. */
export function planNetworks(prefix: string, subnet: string) {
  const { base, size } = parseCidr(subnet);
  return {
    services: planNetwork(`${prefix}-services`, base, size / 2, false),
    data: planNetwork(`${prefix}-data`, base + size / 2, size / 2, true),
  };
}

/** The nth address of a network; 1 is the gateway. */
export function addressAt(network: NetworkPlan, offset: number): string {
  return formatAddress(parseCidr(network.subnet).base + offset);
}

/** Every address that releases may take, in order. */
export function releaseAddresses(network: NetworkPlan): string[] {
  const first = parseAddress(network.fixed.first);
  const last = parseAddress(network.fixed.last);
  return Array.from({ length: last - first + 1 }, (_, i) => formatAddress(first + i));
}

function planNetwork(name: string, base: number, size: number, internal: boolean): NetworkPlan {
  const dynamic = base + (size / 4) * 3;
  return {
    name,
    subnet: formatCidr(base, size),
    gateway: formatAddress(base + 1),
    dynamicRange: formatCidr(dynamic, size / 4),
    fixed: { first: formatAddress(base + firstReleaseOffset), last: formatAddress(dynamic - 1) },
    internal,
  };
}

function parseCidr(cidr: string): { base: number; size: number } {
  const [address = '', bits] = cidr.split('/');
  return { base: parseAddress(address), size: 2 ** (32 - Number(bits)) };
}

function parseAddress(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function formatCidr(base: number, size: number): string {
  return `${formatAddress(base)}/${32 - Math.log2(size)}`;
}
