import { BlockList, isIPv4 } from 'node:net';

/** Whether two CIDRs share an address; IPv6 shares none with ours. */
export function subnetsOverlap(one: string, other: string): boolean {
  return contains(one, firstOf(other)) || contains(other, firstOf(one));
}

function contains(subnet: string, address: string): boolean {
  const [base = '', bits] = subnet.split('/');
  if (!isIPv4(base) || !isIPv4(address)) return false;
  const list = new BlockList();
  list.addSubnet(base, Number(bits));
  return list.check(address);
}

function firstOf(subnet: string): string {
  return subnet.split('/')[0] ?? '';
}
