import ipaddr from 'ipaddr.js';
import type { Flaw } from '../mistake.ts';
import { text } from './field.ts';

/** The IPv4 address of one machine. */
export function address() {
  return text({ is: 'an IPv4 address', example: '10.0.0.7' }, addressFlaw);
}

function addressFlaw(value: string): Flaw | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(value)) return undefined;
  return { rule: 'must be an IPv4 address', fix: 'write "10.0.0.7"' };
}
