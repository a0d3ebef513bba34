import ipaddr from 'ipaddr.js';
import type { Flaw } from '../mistake.ts';
import { text } from './field.ts';

/** An IPv4 or IPv6 network as CIDR, `10.0.0.0/8`, or one address, `10.0.0.7/32`. */
export function network() {
  return text({ is: 'a network as CIDR', example: '10.0.0.0/8' }, networkFlaw);
}

function networkFlaw(value: string): Flaw | undefined {
  if (!/\//.test(value) && ipaddr.isValid(value) && value.length > 6) {
    const width = ipaddr.parse(value).kind() === 'ipv6' ? 128 : 32;
    return { rule: 'must say how many bits are the network', fix: `write "${value}/${width}"` };
  }
  if (!ipaddr.isValidCIDR(value) || !/^(\d+\.){3}\d+\/|:/.test(value))
    return { rule: 'must be a network as CIDR', fix: 'write "10.0.0.0/8"' };
  const [address, prefix] = ipaddr.parseCIDR(value);
  const [base] = ipaddr.parseCIDR(`${firstOf(value)}/${prefix}`);
  if (address.toString() === base.toString()) return undefined;
  return { rule: 'must start at the first address of the network', fix: `write "${base}/${prefix}"` };
}

function firstOf(cidr: string): string {
  const [address] = ipaddr.parseCIDR(cidr);
  const kind = address.kind() === 'ipv6' ? ipaddr.IPv6 : ipaddr.IPv4;
  return kind.networkAddressFromCIDR(cidr).toString();
}
