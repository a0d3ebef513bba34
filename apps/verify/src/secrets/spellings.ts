import { createHash } from 'node:crypto';

export interface Secret {
  /** What it opens; never the secret itself. */
  readonly name: string;
  readonly value: string;
}

/** How a secret may look where somebody has encoded it: as it is, in a URL, in base64 at any offset, as the edge's hash. */
export function spellingsOf({ value }: Secret): string[] {
  const hash = createHash('sha1').update(value).digest('base64');
  return [
    ...new Set([
      value,
      encodeURIComponent(value),
      JSON.stringify(value).slice(1, -1),
      hash,
      ...base64(value),
    ]),
  ];
}

/** The part of the base64 of any text around the value that depends on the value alone. */
function base64(value: string): string[] {
  return [0, 1, 2].map((offset) => {
    const padded = Buffer.from('\0'.repeat(offset) + value);
    const first = Math.ceil((offset * 8) / 6);
    const whole = Math.floor((padded.length * 8) / 6);
    return padded.toString('base64').slice(first, whole);
  });
}

/** Lines of a private key; each of them alone gives part of it away. */
export function linesOfKey(name: string, pem: string): Secret[] {
  const keys = pem.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+-----END/g) ?? [];
  const lines = keys.flatMap((key) =>
    key.split(/\\n|\s+/).filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line)),
  );
  return lines.map((value) => ({ name, value }));
}
