import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, inject, test } from 'vitest';
import { fetchPage, type Page } from '../browser.ts';
import type { CheckedService } from '../checked-edge.ts';

const edge = inject('edge');

/** Bytes; what is shorter goes as it is. */
const shortest = 1024;

const types: Readonly<Record<'assets' | 'all', RegExp>> = {
  assets: /^(?:text\/(?:css|javascript)|application\/javascript|image\/svg\+xml)\b/,
  all: /^(?:text\/(?:css|javascript|html|plain)|application\/(?:javascript|json)|image\/svg\+xml)\b/,
};

describe.each(edge.services.filter(({ compress }) => compress.what !== 'nothing'))('$name', (service) => {
  const fetch = (path: string, coding: string) =>
    fetchPage(edge, service, path, { 'accept-encoding': coding });

  test('what the application leaves as it is comes compressed to whoever takes it', async ({ skip }) => {
    const found = await compressible(service);
    if (!found) return skip('nothing on its open page, nor that page itself, is for the edge to compress');
    const { path, page } = found;
    const zipped = await fetch(path, 'gzip');
    expect(zipped.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: expect.stringMatching(/accept-encoding/i),
    });
    expect(gunzipSync(zipped.body).equals(page.body)).toBe(true);
    const brotli = await fetch(path, 'br');
    if (service.compress.brotli) expect(brotliDecompressSync(brotli.body).equals(page.body)).toBe(true);
    else expect(brotli.body.equals(page.body)).toBe(true);
  });
});

/** The open page itself, or what it shows. */
async function compressible(service: CheckedService): Promise<{ path: string; page: Page } | undefined> {
  const open = await fetchPage(edge, service, service.open, {
    accept: 'text/html',
    'accept-encoding': 'identity',
  });
  for (const path of [service.open, ...linkedFrom(open)]) {
    const page = await fetchPage(edge, service, path, { 'accept-encoding': 'identity' });
    if (isForEdge(service, page)) return { path, page };
  }
  return undefined;
}

function isForEdge({ compress: { what } }: CheckedService, { status, headers, body }: Page): boolean {
  const isUntouched = status === 200 && headers['content-encoding'] === undefined && body.length >= shortest;
  return isUntouched && what !== 'nothing' && types[what].test(String(headers['content-type']));
}

const linkedFrom = ({ body }: Page): string[] =>
  [...String(body).matchAll(/\b(?:src|href)="(\/[^/"][^"]*)"/g)].map(([, path = '']) => path);
