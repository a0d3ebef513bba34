import ipaddr from 'ipaddr.js';
import type { Flaw } from '../mistake.ts';
import { text } from './field.ts';

export const widestPrefix = 16;
const narrowestPrefix = 24;
const dockerBridge = '172.17.0.0/16';

/** A private IPv4 network as CIDR. */
export function subnet() {
  return text({ is: 'an IPv4 network as CIDR', example: '10.213.0.0/21' }, subnetFlaw);
}

/** Whether two networks share an address. */
export function overlap(one: string, other: string): boolean {
  const [first, firstPrefix] = ipaddr.IPv4.parseCIDR(one);
  const [second, secondPrefix] = ipaddr.IPv4.parseCIDR(other);
  return first.match(second, Math.min(firstPrefix, secondPrefix));
}

/** How many addresses a network has. */
export function addressCount(cidr: string): number {
  return 2 ** (32 - ipaddr.IPv4.parseCIDR(cidr)[1]);
}

/** The nth address of a network of /24 or wider; n is below 256. */
export function addressIn(cidr: string, n: number): string {
  const first = ipaddr.IPv4.networkAddressFromCIDR(cidr).toString();
  return first.replace(/\d+$/, String(n));
}

function subnetFlaw(value: string): Flaw | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(value)) {
    return { rule: 'must be an IPv4 network as CIDR', fix: 'write "10.213.0.0/21"' };
  }
  const [address, prefix] = ipaddr.IPv4.parseCIDR(value);
  const network = ipaddr.IPv4.networkAddressFromCIDR(value).toString();
  if (prefix > narrowestPrefix) {
    return {
      rule: `must have room for the data services and two releases: /${narrowestPrefix} or wider`,
      fix: `write "${network.replace(/\d+$/, '0')}/${narrowestPrefix}"`,
    };
  }
  if (prefix < widestPrefix) {
    return {
      rule: `must not take addresses from other networks: /${widestPrefix} or narrower`,
      fix: `write "${network}/21"`,
    };
  }
  if (address.toString() !== network) {
    return { rule: 'must start at the first address of the network', fix: `write "${network}/${prefix}"` };
  }
  if (overlap(value, dockerBridge)) {
    return {
      rule: `must not share addresses with Docker's own bridge, ${dockerBridge}`,
      fix: 'write "10.213.0.0/21"',
    };
  }
  if (address.range() !== 'private') {
    return {
      rule: 'must be a private network: 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
      fix: 'write "10.213.0.0/21"',
    };
  }
  return undefined;
}
