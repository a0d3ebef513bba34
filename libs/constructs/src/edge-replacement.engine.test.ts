import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderEdge } from '@causeway/edge';
import type { Plan } from '@causeway/plan';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { liveOn, plainService, testSecrets } from '../../edge/src/testing/plan.ts';
import * as engine from './testing/engine.ts';
import { examplePlan } from './testing/example-plan.ts';
import { Load } from './testing/load.ts';
import { withStandIns } from './testing/stand-ins.ts';
import { synthInto } from './testing/synth.ts';
import { Terraform } from './testing/terraform.ts';

const { facts, terraform: found } = engine.readSetup();
const name = `replacement${process.pid}`;
const ports = { http: 21_000 + (process.pid % 2000), https: 23_000 + (process.pid % 2000) };
const folder = mkdtempSync(join(tmpdir(), `${name}-`));
const terraform = new Terraform(found.bin, join(folder, 'stacks/host'), found.cliConfigFile);
const docker = (...args: string[]) => engine.docker(facts.engine.host, ...args);
const own = ['--filter', `label=causeway.platform=${name}`];
const edges = () =>
  docker('ps', '--all', ...own, '--filter', 'label=causeway.role=edge', '--format', '{{.Names}}').split('\n');

/** Seconds that the slow request takes; every replacement begins while one is in flight. */
const slow = 12;
const server = createServer((request, answer) => {
  if (request.url === '/slow') setTimeout(() => answer.end('done'), slow * 1000);
  else answer.end('done');
});
let plan: Plan;
let load: Load;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  plan = platformOn((server.address() as AddressInfo).port);
  describeHost({});
  terraform.init();
  terraform.apply();
  load = new Load(ports.https);
});

afterAll(() => {
  const left = docker('ps', '--all', '--quiet', ...own)
    .split('\n')
    .filter(Boolean);
  if (left.length > 0) docker('rm', '--force', ...left);
  for (const noun of ['network', 'volume']) {
    const names = docker(noun, 'ls', '--quiet', ...own)
      .split('\n')
      .filter(Boolean);
    if (names.length > 0) docker(noun, 'rm', ...names);
  }
  rmSync(folder, { recursive: true });
  server.close();
  server.closeAllConnections();
});

test('another edge takes over under load, and nobody notices', async () => {
  load.start(60, 8);
  for (const memory of [320, 384]) {
    const [before] = edges();
    const inFlight = load.ask('/slow');
    describeHost({ memory: memory * 1024 ** 2 });
    await terraform.applying();
    await inFlight;
    expect(edges()).toHaveLength(1);
    expect(edges()).not.toContain(before);
    expect(terraform.changes()).toEqual([]);
  }
  await load.end();
  expect(load.failures).toEqual([]);
  expect(load.answers).toBeGreaterThan(1000);
});

test('one that never serves leaves the old one in its place', async () => {
  const [before] = edges();
  const health = { test: ['CMD', 'false'], interval: 500, timeout: 500, retries: 2, startPeriod: 0 };
  describeHost({ health });
  waitForEdge(5);
  await expect(terraform.applying()).rejects.toThrow('healthy');
  expect(edges()).toContain(before);
  await load.ask('/new');
  expect(load.failures).toEqual([]);
});

function describeHost(changes: Partial<Plan['containers'][number]>): void {
  const containers = plan.containers.map((each) => (each.role === 'edge' ? { ...each, ...changes } : each));
  const state = join(folder, 'terraform.tfstate');
  synthInto(folder, { plan: { ...plan, containers }, state, providerVersion: found.dockerProviderVersion });
}

/** A host waits a minute longer than the engine needs to call an edge unhealthy, for a busy start; here nothing depends on it. */
function waitForEdge(seconds: number): void {
  const file = join(folder, 'stacks/host/cdk.tf.json');
  const described = JSON.parse(readFileSync(file, 'utf8'));
  const containers: { name: string; wait_timeout?: number }[] = Object.values(
    described.resource.docker_container,
  );
  const edge = containers.find((container) => container.name.includes('-edge-'));
  if (!edge?.wait_timeout) throw new Error(`${file}: no edge that is waited for`);
  edge.wait_timeout = seconds;
  writeFileSync(file, JSON.stringify(described));
}

/** An agent's stand-in and an edge that sends everything to `port`. */
function platformOn(port: number): Plan {
  const subnet = `10.221.${(process.pid % 32) * 8}.0/21`;
  const whole = examplePlan(facts, name, { ...ports, subnet });
  const services = [plainService('api', { replicas: 1 })];
  const edge = { ...whole.edge, drain: 60_000 };
  const containers = whole.containers
    .filter(({ role }) => role === 'agent' || role === 'edge')
    .map((each) => ({
      ...each,
      needs: [],
      mounts: each.mounts.filter(({ path }) => path !== '/var/run/postgresql'),
      ...(each.role === 'edge' && {
        command: each.command?.map((word, index) => (index === 1 ? '60' : word)),
      }),
    }));
  const described = { ...whole, services, edge, containers };
  return withStandIns(described, renderEdge(described, [liveOn('api', [port])], testSecrets()));
}
