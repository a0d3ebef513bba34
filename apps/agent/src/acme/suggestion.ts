import type { X509Certificate } from 'node:crypto';
import 'reflect-metadata';
import { AuthorityKeyIdentifierExtension, X509Certificate as Parsed } from '@peculiar/x509';
import type { Authority } from './account.ts';
import { AcmeProblem } from './problem.ts';
import { read } from './transport.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Unless the authority says how long, and never outside these. Milliseconds. */
const lookAgainAfter = { usually: 6 * hour, least: minute, most: day } as const;

/** When an authority wants a certificate to be renewed (RFC 9773). Milliseconds since the epoch. */
export interface Suggestion {
  /** Of the certificate. */
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** A moment within, chosen once, so that not all come at the same time. */
  readonly at: number;
  /** The authority is not asked again before. */
  readonly lookAgain: number;
}

/** By which authorities that make suggestions know a certificate; undefined when it does not name its issuer's key. */
export function certificateId(leaf: X509Certificate): string | undefined {
  const parsed = new Parsed(leaf.raw);
  const issuer = parsed.getExtension(AuthorityKeyIdentifierExtension)?.keyId;
  return issuer && [issuer, parsed.serialNumber].map(base64url).join('.');
}

function base64url(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url');
}

/** What the authority says of the certificate now; undefined when it makes no suggestions. */
export async function askForSuggestion(
  { directory, root }: Authority,
  { id, before, now }: { id: string; before: Suggestion | undefined; now: number },
): Promise<Suggestion | undefined> {
  const { renewalInfo } = (await read(directory, root)).content as { renewalInfo?: string };
  if (renewalInfo === undefined) return undefined;
  const { content, retryAfter = lookAgainAfter.usually } = await read(`${renewalInfo}/${id}`, root);
  const window = windowOf(content);
  const isSame = before?.id === id && before.from === window.from && before.to === window.to;
  const at = isSame ? before.at : window.from + Math.random() * (window.to - window.from);
  const { least, most } = lookAgainAfter;
  return { id, ...window, at, lookAgain: now + Math.min(most, Math.max(least, retryAfter)) };
}

function windowOf(content: unknown): Pick<Suggestion, 'from' | 'to'> {
  const { suggestedWindow: { start = '', end = '' } = {} } = content as {
    suggestedWindow?: { start?: string; end?: string };
  };
  const [from, to] = [Date.parse(start), Date.parse(end)];
  if (from < to) return { from, to };
  throw new AcmeProblem('refused', `the authority suggests a renewal from "${start}" to "${end}"`);
}

/**
 * When the certificate is to be renewed for the authority's sake. An authority that suggests the past again and again is
 * not followed at once each time.
 */
export function suggestedRenewal(
  leaf: X509Certificate,
  suggestion: Suggestion | undefined,
): number | undefined {
  if (suggestion === undefined || suggestion.id !== certificateId(leaf)) return undefined;
  const [begun, life] = [
    leaf.validFromDate.getTime(),
    leaf.validToDate.getTime() - leaf.validFromDate.getTime(),
  ];
  return Math.max(suggestion.at, begun + Math.min(day, life / 10));
}
