import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Plan, planPlatform } from '@causeway/plan';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-stacks-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('writes the host of a plan for Terraform, and says nothing', () => {
  const state = join(folder, 'terraform.tfstate');
  const done = main('--plan', planFile(), '--out', folder, '--state', state, '--provider-version', '4.6.0');
  expect(done).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(written().terraform).toEqual({
    backend: { local: { path: state } },
    required_providers: { docker: { source: 'kreuzwerker/docker', version: '4.6.0' } },
  });
  expect(Object.keys(written().resource.docker_container ?? {}).sort()).toEqual(['agent', 'edge', 'guard']);
});

test('writes only what holds data with --keep-data-only', () => {
  const rest = ['--out', folder, '--state', 'state', '--provider-version', '4.6.0'];
  main('--plan', planFile(), '--keep-data-only', ...rest);
  expect(Object.keys(written().resource)).toEqual(['docker_volume']);
});

test('says what to write when an argument is missing', () => {
  const { status, stderr } = main('--plan', planFile());
  expect(status).toBe(1);
  expect(stderr).toContain(
    'arguments: write --plan <json> --out <folder> --state <file> --provider-version <constraint>',
  );
});

function main(...args: string[]) {
  const program = join(import.meta.dirname, 'main.ts');
  const env = { ...process.env, FORCE_COLOR: undefined };
  const options = { env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
  return { status, stdout, stderr };
}

function planFile(): string {
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan()));
  return file;
}

function plan(): Plan {
  const id = `sha256:${'0'.repeat(64)}`;
  return planPlatform(
    {
      name: 'phrase',
      server: { users: [], packages: [] },
      edge: {
        tls: { mode: 'self-signed' },
        showRelease: false,
        memory: 256 * 1024 ** 2,
        signIns: { failures: 16, failuresInAll: 500, per: 300_000 },
      },
      data: {},
      services: {},
      targets: { local: { http: 8080, https: 8443, subnet: '10.213.0.0/21' } },
    },
    'local',
    {
      engine: {
        host: 'unix:///var/run/docker.sock',
        socket: '/var/run/docker.sock',
        desktop: false,
        cpus: 2,
      },
      images: { edge: id, agent: id, postgres: id, redis: id },
    },
  );
}

interface Written {
  readonly terraform: unknown;
  readonly resource: Record<string, Record<string, unknown>>;
}

function written(): Written {
  return JSON.parse(readFileSync(join(folder, 'stacks/host/cdk.tf.json'), 'utf8'));
}
