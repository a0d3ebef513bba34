import ipaddr from 'ipaddr.js';
import type { Flaw } from '../mistake.ts';
import { text } from './field.ts';

/** An IPv4 or IPv6 network as CIDR, `10.0.0.0/8`, or one address, `10.0.0.7/32`. */
export function network() {
  return text({ is: 'a network as CIDR', example: '10.0.0.0/8' }, networkFlaw);
}

/** Whether the first network has every address of the second. */
export function contains(wide: string, narrow: string): boolean {
  const [[outer, outerPrefix], [inner, innerPrefix]] = [ipaddr.parseCIDR(wide), ipaddr.parseCIDR(narrow)];
  return outer.kind() === inner.kind() && outerPrefix <= innerPrefix && inner.match([outer, outerPrefix]);
}

function networkFlaw(value: string): Flaw | undefined {
  const whole = wholeAddress(value);
  if (whole !== undefined) return { rule: 'must say how many bits are the network', fix: `write "${whole}"` };
  if (!isCidr(value)) return { rule: 'must be a network as CIDR', fix: 'write "10.0.0.0/8"' };
  const [address, prefix] = ipaddr.parseCIDR(value);
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && prefix >= 96) {
    const fix = `write "${firstOf(`${address.toIPv4Address()}/${prefix - 96}`)}"`;
    return { rule: 'must be written as IPv4', fix };
  }
  if (address.toString() === firstAddress(value)) return undefined;
  return { rule: 'must start at the first address of the network', fix: `write "${firstOf(value)}"` };
}

function wholeAddress(value: string): string | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(value)) return `${value}/32`;
  return ipaddr.IPv6.isValid(value) ? `${value}/128` : undefined;
}

function isCidr(value: string): boolean {
  return ipaddr.IPv4.isValidCIDRFourPartDecimal(value) || ipaddr.IPv6.isValidCIDR(value);
}

function firstOf(cidr: string): string {
  return `${firstAddress(cidr)}/${ipaddr.parseCIDR(cidr)[1]}`;
}

function firstAddress(cidr: string): string {
  const kind = cidr.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4;
  return kind.networkAddressFromCIDR(cidr).toString();
}
