import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bootstrap } from './bootstrap.ts';
import { exampleHost, exampleKeys } from './testing/example.ts';

const script = bootstrap(exampleHost, exampleKeys);
const golden = join(import.meta.dirname, 'golden/bootstrap.sh');
const isThere = (program: string) => spawnSync(program, ['--version']).error === undefined;

test('a host with everything', async () => {
  await expect(script).toMatchFileSnapshot(golden);
});

test('is a script to every shell', () => {
  expect(execFileSync('sh', ['-n'], { input: script, encoding: 'utf8' })).toBe('');
});

test.skipIf(!isThere('shellcheck'))('shellcheck finds nothing in it', () => {
  const { stdout } = spawnSync('shellcheck', ['--shell=sh', '-'], { input: script, encoding: 'utf8' });
  expect(stdout).toBe('');
});

test.skipIf(!isThere('perl'))('the program of the unit is a program', () => {
  const program = readFileSync(join(import.meta.dirname, 'program/platform.pl'), 'utf8');
  expect(spawnSync('perl', ['-c'], { input: program, encoding: 'utf8' }).stderr).toContain('syntax OK');
});

test('fits into the user data of a cloud server, compressed', () => {
  // of EC2, before base64; cloud-init unpacks it
  expect(gzipSync(script).length).toBeLessThan(16_384);
});

test('the same plan gives the same bytes', () => {
  expect(bootstrap(exampleHost, exampleKeys)).toBe(script);
});

test('a host without users, packages, Redis and metrics', () => {
  const { metrics, ...rest } = exampleHost;
  const bare = bootstrap({ ...rest, users: [], packages: [], redis: false }, {});
  expect(bare).toContain("\nadmins=''\n");
  expect(bare).not.toMatch(/overcommit|9464|authorized_keys\.d\/phrase/);
});

test('the other hosts of a target reach its data services, and nobody else does', () => {
  const peers = { addresses: ['10.0.0.7', '10.0.0.8'], network: '10.213.0.0/22', ports: [5432, 6379] };
  expect(bootstrap({ ...exampleHost, peers }, exampleKeys)).toContain(
    '\n    ip saddr { 10.0.0.7, 10.0.0.8 } ip daddr 10.213.0.0/22 tcp dport { 5432, 6379 } accept\n',
  );
  expect(script).not.toContain('5432');
});

test('a user without keys is refused, who could never log in', () => {
  expect(() => bootstrap(exampleHost, { phrase_admin: exampleKeys.phrase_admin ?? [] })).toThrow(
    'server.users: phrase_user has no public key',
  );
});
