import { domainToASCII } from 'node:url';
import type { Flaw } from '../mistake.ts';
import { text } from './field.ts';

/** A host name, `*.example.com` for every name one level below, or `*` for every host no other service has. */
export function host() {
  return text({ is: 'a host name', example: 'www.example.com' }, hostFlaw);
}

function hostFlaw(value: string): Flaw | undefined {
  const rule = brokenRule(value);
  return rule === undefined ? undefined : { rule, fix: `write ${JSON.stringify(meantHost(value))}` };
}

function brokenRule(value: string): string | undefined {
  if (value.includes('://')) return 'must be a host name without a scheme';
  if (value.includes('/')) return 'must be a host name without a path';
  if (/:\d*$/.test(value)) return "must be a host name without a port: the ports are the targets'";
  if (value !== value.toLowerCase()) return 'must be in lower case, as clients send it';
  if (value.endsWith('.')) return 'must not end with a dot';
  if (value.replace(/^\*(\.|$)/, '').includes('*')) return 'must have "*" only as its whole first label';
  if (!isHostName(value))
    return 'must be labels of a-z, 0-9 and "-", each at most 63 characters, joined by dots';
  return undefined;
}

function isHostName(value: string): boolean {
  const labels = value.replace(/^\*\./, '').split('.');
  return (
    value === '*' ||
    (value.length <= 253 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)))
  );
}

function meantHost(value: string): string {
  const bare = value
    .replace(/^.*:\/\//, '')
    .replace(/\/.*/, '')
    .replace(/:\d*$/, '')
    .replace(/\.+$/, '')
    .toLowerCase();
  const ascii = domainToASCII(bare.replaceAll('*.', '').replaceAll('_', '-'));
  if (bare.includes('*')) return ascii && !ascii.includes('*') ? `*.${ascii}` : '*.example.com';
  return isHostName(ascii) ? ascii : 'www.example.com';
}
