import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueCredential } from '../seeded/authority.ts';
import { readFolder, searchSecrets } from './search.ts';
import { linesOfKey } from './spellings.ts';

const secret = { name: 'password of developer', value: 'q7/Zr"8+tBv2&kLm9' };
const planted: Record<string, string> = {
  'as it is': secret.value,
  'in JSON': JSON.stringify({ password: secret.value }),
  'in a URL': `postgresql://owner:${encodeURIComponent(secret.value)}@postgres/app`,
  'in an authorization': Buffer.from(`developer:${secret.value}`).toString('base64'),
  'in another authorization': Buffer.from(`dev:${secret.value}`).toString('base64'),
  'in a third authorization': Buffer.from(`deve:${secret.value}!`).toString('base64'),
};

test.each(Object.entries(planted))('a secret is found %s', (place, text) => {
  expect(searchSecrets([{ place, text: `before ${text} after` }], [secret])).toEqual([
    { place, secret: secret.name },
  ]);
});

test('what is no secret is not found', () => {
  expect(searchSecrets([{ place: 'log', text: 'q7/Zr"8+tBv2&kLm' }], [secret])).toEqual([]);
});

test('one line of a private key is found, even as JSON tells it', async () => {
  const { key } = await issueCredential();
  const text = JSON.stringify({ key }).slice(0, -90);
  expect(searchSecrets([{ place: 'state', text }], linesOfKey('key', key)).length).toBeGreaterThan(0);
});

test('a key that is written in JSON or YAML is taken apart into the same lines', async () => {
  const { key } = await issueCredential();
  const indented = key.replaceAll('\n', '\n      ');
  expect(linesOfKey('key', JSON.stringify({ key }))).toEqual(linesOfKey('key', key));
  expect(linesOfKey('key', indented)).toEqual(linesOfKey('key', key));
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a secret is found in an archive in a folder', async () => {
  await writeFile(
    join(folder, 'tfplan'),
    zipSync({ tfstate: strToU8(`{"password":${JSON.stringify(secret.value)}}`) }),
  );
  expect(searchSecrets(await readFolder(folder), [secret])).toEqual([
    { place: `${join(folder, 'tfplan')}: tfstate`, secret: secret.name },
  ]);
});
