import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '@causeway/plan';
import type { ReplicaSpec } from '@causeway/release';
import Docker from 'dockerode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Crashes } from './crashes.ts';
import { DockerContainers } from './docker-containers.ts';
import { type Script, ScriptedEngine } from './testing/scripted-engine.ts';

let folder: string;
let engine: ScriptedEngine | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-engine-'));
});

afterEach(() => {
  engine?.close();
  rmSync(folder, { recursive: true });
});

const plan = { prefix: 'try', labels: {}, networks: { services: { name: 'services' } } } as unknown as Plan;
const spec = {
  release: { service: 'api', id: 'r1', image: 'sha256:1', version: '1+1', settings: { uses: [] } },
  replica: { replica: 1, address: '10.0.0.1' },
  environment: {},
} as unknown as ReplicaSpec;

async function migration(script: Script): Promise<{ exitCode: number; output: string }> {
  const socketPath = join(folder, 'engine.sock');
  engine = new ScriptedEngine(script);
  await engine.listen(socketPath);
  const docker = new Docker({ socketPath });
  const containers = new DockerContainers({ docker, plan, crashes: new Crashes(), stateDirectory: '/' });
  return containers.run(spec, ['migrate'], 50);
}

const removal = 'DELETE /containers/try-api-r1-migrate';

describe('the deadline of a migration', () => {
  test('does not count what the engine takes to clear its container away', async () => {
    const { exitCode } = await migration({ took: 50, exitCode: 0, tellsLate: true });
    expect(exitCode).toBe(0);
    expect(engine?.asked.at(-1)).toBe(removal);
  });

  test('is kept by no migration that ended later, whatever its exit code', async () => {
    const late = migration({ took: 51, exitCode: 0, tellsLate: true });
    await expect(late).rejects.toThrow('waited 0.05 s for "migrate" to end; its last lines:\nhalf way');
    expect(engine?.asked.at(-1)).toBe(removal);
  });
});

describe('a container that cannot be removed', () => {
  test('leaves a migration that is done as done, and is told', async () => {
    const done = await migration({ took: 1, exitCode: 0, removalError: 'device is busy' });
    expect(done.exitCode).toBe(0);
    expect(done.output).toMatch(/^half way\n\nits container try-api-r1-migrate could not be removed: .*busy/);
  });

  test('does not hide that the migration was not done in time', async () => {
    const late = migration({ took: 60_000, exitCode: 137, tellsLate: true, removalError: 'device is busy' });
    await expect(late).rejects.toThrow(
      /^waited 0.05 s for "migrate" to end; .*half way\n\nits container try-api-r1-migrate could not be removed: .*busy/s,
    );
  });
});
