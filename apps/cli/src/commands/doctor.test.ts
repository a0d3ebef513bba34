import { afterAll, beforeEach, expect, test } from 'vitest';
import { Deploying } from '../testing/deploying.ts';

/** Several Node processes of a second each. */
const limit = 60_000;

const tryOut = new Deploying();
const docker = tryOut.read('bin/docker');

beforeEach(() => {
  tryOut.write('bin/docker', docker, 0o755);
  tryOut.script({ status: [[{ result: status }]] });
});
afterAll(() => tryOut.remove());

async function doctor() {
  const { exitCode, stdout, stderr } = await tryOut.causeway('doctor', '--json');
  return { exitCode, stderr, findings: JSON.parse(stdout).findings };
}

test('says what is as it should be', { timeout: limit }, async () => {
  const { exitCode, findings } = await doctor();
  expect(findings).toContainEqual({ check: 'tools', state: 'ok', says: 'terraform is there' });
  expect(findings).toContainEqual({ check: 'agent', state: 'ok', says: 'api not released yet' });
  expect(findings).toContainEqual({ check: 'bootstrap', state: 'ok', says: 'this computer' });
  expect(findings.filter(({ state }: { state: string }) => state !== 'ok')).toEqual([]);
  expect(exitCode).toBe(0);
});

test('names what stands in the way, and what cannot be seen for it', { timeout: limit }, async () => {
  tryOut.write('bin/docker', `#!/bin/sh\necho 'Cannot connect to the Docker daemon' >&2\nexit 1\n`, 0o755);
  const { exitCode, findings, stderr } = await doctor();
  expect(findings).toContainEqual({
    check: 'engine',
    state: 'problem',
    says: expect.stringContaining('npm run deploy'),
  });
  expect(findings).toContainEqual({ check: 'disk', state: 'not looked at', says: 'it needs: engine' });
  expect(findings).toContainEqual({ check: 'connection', state: 'ok', says: expect.any(String) });
  expect(stderr).toContain('doctor: engine; docs/trouble.md');
  expect(exitCode).toBe(4);
});

const status = {
  platform: 'try',
  target: 'local',
  url: [],
  services: [{ service: 'api', replicas: [], draining: [] }],
  containers: [],
  certificates: [],
  edgeErrors: [],
} as never;
