import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '@causeway/plan';
import { afterAll, expect, test } from 'vitest';
import { lookAtCertificateFolder } from './certificate-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'causeway-cli-'));

afterAll(() => rmSync(folder, { recursive: true }));

const planOf = (tls: Plan['edge']['tls'], host = 'unix:///var/run/docker.sock') =>
  ({ engine: { host }, edge: { tls } }) as Plan;
const files = (source: string) => ({ mode: 'files', directory: '/inside', source }) as const;

test('a folder that is not there ends the look, before anything is changed', async () => {
  const missing = join(folder, 'none');
  await expect(lookAtCertificateFolder(planOf(files(missing)))).rejects.toMatchObject({
    kind: 'obstacle',
    message: `${missing}: there is no such folder on the host of unix:///var/run/docker.sock, and the config has its certificates there; make it and put them in, or write another one as \`tls.directory\``,
  });
  await expect(lookAtCertificateFolder(planOf(files(import.meta.filename)))).rejects.toThrow(
    'no such folder',
  );
});

test.each([
  ['is there', planOf(files(folder))],
  ['is not asked for', planOf({ mode: 'self-signed' })],
  ['nobody can see', planOf(files('/nowhere'), 'tcp://far.example.com:2376')],
])('nothing is said of one that %s', async (_, plan) => {
  await expect(lookAtCertificateFolder(plan)).resolves.toBeUndefined();
});
