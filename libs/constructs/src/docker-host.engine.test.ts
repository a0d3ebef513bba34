import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerPlan, Plan } from '@causeway/plan';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as engine from './testing/engine.ts';
import { examplePlan } from './testing/example-plan.ts';
import { withStandIns } from './testing/stand-ins.ts';
import { synthInto } from './testing/synth.ts';
import { Terraform } from './testing/terraform.ts';

const { facts, terraform: found } = engine.readSetup();
const name = `constructs${process.pid}`;
const subnet = `10.218.${(process.pid % 32) * 8}.0/21`;
const plan = withStandIns(examplePlan(facts, name, { subnet }));
const folder = mkdtempSync(join(tmpdir(), `${name}-`));
const terraform = new Terraform(found.bin, join(folder, 'stacks/host'), found.cliConfigFile);

const docker = (...args: string[]) => engine.docker(facts.engine.host, ...args);
const lines = (text: string) => text.split('\n').filter(Boolean).sort();
const own = ['--filter', `label=causeway.platform=${name}`];
const describeHost = (changed: Plan, keep: 'all' | 'data' = 'all') =>
  synthInto(folder, {
    plan: changed,
    keep,
    state: join(folder, 'terraform.tfstate'),
    providerVersion: found.dockerProviderVersion,
  });

const container = (role: ContainerPlan['role']) =>
  docker('ps', '--all', ...own, '--filter', `label=causeway.role=${role}`, '--format', '{{.Names}}');
const inspect = (role: ContainerPlan['role'], format: string) =>
  docker('inspect', '--format', format, container(role));

beforeAll(() => {
  describeHost(plan);
  terraform.init();
});

afterAll(() => {
  const containers = lines(docker('ps', '--all', '--quiet', ...own));
  if (containers.length > 0) docker('rm', '--force', '--volumes', ...containers);
  for (const noun of ['network', 'volume'] as const) {
    const names = lines(docker(noun, 'ls', '--quiet', ...own));
    if (names.length > 0) docker(noun, 'rm', ...names);
  }
  rmSync(folder, { recursive: true });
});

describe('a host on the real engine', () => {
  test('is valid to the real provider', () => terraform.validate());

  test('stands after one apply, its limits in force', () => {
    terraform.apply();
    for (const { role, memory, cpuShares, pids, needs } of plan.containers) {
      const limits = inspect(
        role,
        '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.PidsLimit}} {{.HostConfig.CpuShares}}',
      );
      expect(limits).toBe(`${memory} ${memory} ${pids} ${cpuShares}`);
      for (const needed of needs) expect(inspect(needed, '{{.State.Health.Status}}')).toBe('healthy');
    }
    expect(lines(docker('ps', '--format', '{{.Label "causeway.role"}}', ...own))).toEqual(
      plan.containers.map(({ role }) => role).sort(),
    );
  });

  test('has nothing to change then', () => {
    expect(terraform.changes()).toEqual([]);
  });

  test('nor after a restart, a crash, and another container on its networks', () => {
    docker('restart', container('redis'));
    docker('exec', container('agent'), 'sh', '-c', 'kill -9 -1');
    const { services, data } = plan.networks;
    const labels = Object.entries(plan.labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]);
    const other = `${plan.prefix}-other`;
    const address = services.fixed.first;
    docker(
      'run',
      '--detach',
      '--name',
      other,
      ...labels,
      '--network',
      services.name,
      '--ip',
      address,
      facts.images.agent,
      'sleep',
      '600',
    );
    docker('network', 'connect', data.name, other);

    expect(terraform.changes()).toEqual([]);
    expect(inspect('agent', '{{.RestartCount}}')).toBe('1');
    docker('rm', '--force', other);
  });

  test('starts what somebody stopped, and makes again what somebody removed', () => {
    docker('stop', container('guard'));
    docker('rm', '--force', container('redis'));
    expect(terraform.changes()).toEqual([
      'docker_container.guard will be updated in-place',
      'docker_container.redis will be created',
      'terraform_data.redis-pids-limit must be replaced',
    ]);

    terraform.apply();
    expect(inspect('guard', '{{.State.Running}}')).toBe('true');
    expect(inspect('redis', '{{.State.Running}} {{.HostConfig.PidsLimit}}')).toBe('true 256');
    expect(terraform.changes()).toEqual([]);
  });

  test('changes limits without replacing the container', () => {
    const before = inspect('redis', '{{.Id}}');
    describeHost(withRedis({ memory: 192 * 1024 ** 2, pids: 300 }));
    terraform.apply();
    const after = inspect('redis', '{{.Id}} {{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}');
    expect(after).toBe(`${before} ${192 * 1024 ** 2} 300`);
    expect(terraform.changes()).toEqual([]);
  });

  test('goes, and leaves its data', () => {
    describeHost(plan, 'data');
    terraform.apply();
    expect(lines(docker('ps', '--all', '--quiet', ...own))).toEqual([]);
    expect(lines(docker('network', 'ls', '--quiet', ...own))).toEqual([]);
    const data = plan.volumes.filter((volume) => volume.data).map((volume) => volume.name);
    expect(lines(docker('volume', 'ls', '--quiet', ...own))).toEqual(data.sort());
  });

  test('goes altogether', () => {
    terraform.destroy();
    expect(docker('volume', 'ls', '--quiet', ...own)).toBe('');
  });
});

function withRedis(changes: Partial<ContainerPlan>): Plan {
  const containers = plan.containers.map((each) => (each.role === 'redis' ? { ...each, ...changes } : each));
  return { ...plan, containers };
}
