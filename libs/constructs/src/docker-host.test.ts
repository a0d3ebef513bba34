import type { ContainerPlan, Plan } from '@causeway/plan';
import { describe, expect, test } from 'vitest';
import { exampleFacts, examplePlan } from './testing/example-plan.ts';
import { type Synthesised, synth } from './testing/synth.ts';

const golden = (name: string) => `./golden/${name}.tf.json`;
const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

describe('the golden host', () => {
  test('with all that a plan can hold', async () => {
    await expect(pretty(synth({ plan: examplePlan() }))).toMatchFileSnapshot(golden('host'));
  });

  test('on Docker Desktop, where the edge publishes its ports', async () => {
    const desktop = examplePlan({ ...exampleFacts, engine: { ...exampleFacts.engine, desktop: true } });
    await expect(pretty(synth({ plan: desktop }))).toMatchFileSnapshot(golden('desktop'));
  });

  test('kept for its data alone', async () => {
    const kept = synth({ plan: examplePlan(), keep: 'data' });
    await expect(pretty(kept)).toMatchFileSnapshot(golden('kept-data'));
  });
});

describe('a container', () => {
  test('has the engine socket only as agent or guard', () => {
    const withSocket = containers(synth({ plan: examplePlan() })).filter(({ mounts }) =>
      mounts.some(({ source }) => source === exampleFacts.engine.socket),
    );
    expect(withSocket.map(({ name }) => name)).toEqual(['phrase-local-agent', 'phrase-local-guard']);
  });

  test('gets no capability but those it names', () => {
    for (const { capabilities } of containers(synth({ plan: examplePlan() }))) {
      expect(capabilities.drop).toEqual(['ALL']);
    }
  });

  test('takes text with template signs as it is', () => {
    const { resource } = synth({ plan: withEdge({ command: ['envoy', '\u0024{HOME} %{x} 100% $5'] }) });
    expect(resource.docker_container?.edge?.command).toEqual(['envoy', '$\u0024{HOME} %%{x} 100% $5']);
  });

  test('answers the other hosts of a target at the address that is theirs, and nowhere else', () => {
    const hosts = ['10.0.0.7', '10.0.0.8'].map((address) => ({ host: `ssh://${address}`, address }));
    const { resource } = synth({ plan: examplePlan(exampleFacts, 'phrase', { hosts }) });
    const published = Object.entries(resource.docker_container ?? {}).flatMap(([role, { ports }]) =>
      ports ? [{ role, ports }] : [],
    );
    expect(published).toEqual([
      { role: 'postgres', ports: [{ internal: 5432, external: 5432, ip: '10.0.0.7' }] },
      { role: 'redis', ports: [{ internal: 6379, external: 6379, ip: '10.0.0.7' }] },
    ]);
  });

  test('cannot get files and have a read-only root', () => {
    expect(() => synth({ plan: withEdge({ readOnlyRoot: true }) })).toThrow(
      'containers.edge.readOnlyRoot: the engine copies no file (/etc/envoy/bootstrap.json, /etc/envoy/edge.pl) into a read-only root; write false',
    );
  });

  test('cannot need what comes after it', () => {
    const plan = examplePlan();
    const late = { ...plan, containers: plan.containers.toReversed() };
    expect(() => synth({ plan: late })).toThrow(
      'containers.agent: "postgres" is not in the plan before it; add it or put it further up',
    );
  });

  test('cannot mount a volume that the plan does not have', () => {
    const mount = { kind: 'volume', volume: 'phrase-local-lost', path: '/lost', readOnly: false } as const;
    expect(() => synth({ plan: withEdge({ mounts: [mount] }) })).toThrow(
      'containers.edge: "phrase-local-lost" is not in the plan before it; add it or put it further up',
    );
  });
});

describe('the name of the edge', () => {
  const edgeName = (plan: Plan) => named(synth({ plan }), 'edge').name;
  const name = edgeName(examplePlan());

  test('is the same for the same plan', () => {
    expect(name).toMatch(/^phrase-local-edge-[0-9a-f]{8}$/);
    expect(edgeName(examplePlan())).toBe(name);
  });

  test.each([
    { what: 'image', changed: withEdge({ image: exampleFacts.images.agent }) },
    { what: 'memory', changed: withEdge({ memory: 512 * 1024 ** 2 }) },
    { what: 'arguments', changed: withEdge({ command: ['run', 'envoy'] }) },
    { what: 'time to stop', changed: withEdge({ stopGrace: 90_000 }) },
    { what: 'bootstrap', changed: withAdminSocket('/run/causeway/edge/other.sock') },
  ])('changes with its $what', ({ changed }) => {
    expect(edgeName(changed)).not.toBe(name);
  });

  test('stays on Docker Desktop, where two cannot have the same port', () => {
    const desktop = examplePlan({ ...exampleFacts, engine: { ...exampleFacts.engine, desktop: true } });
    expect(edgeName(desktop)).toBe('phrase-local-edge');
  });
});

test('only the edge starts beside its predecessor, and nothing that it depends on is a container', () => {
  const { resource } = synth({ plan: examplePlan() });
  const beside = Object.entries(resource.docker_container ?? {}).filter(([, { lifecycle }]) => lifecycle);
  expect(beside.map(([role]) => role)).toEqual(['edge']);
  expect(beside[0]?.[1].depends_on).toEqual(['terraform_data.edge-handover']);
});

function withAdminSocket(adminSocket: string): Plan {
  const plan = examplePlan();
  return { ...plan, edge: { ...plan.edge, adminSocket } };
}

function named({ resource }: Synthesised, role: string) {
  return resource.docker_container?.[role] as unknown as DockerContainer;
}

function withEdge(changes: Partial<ContainerPlan>): Plan {
  const plan = examplePlan();
  const containers = plan.containers.map((each) => (each.role === 'edge' ? { ...each, ...changes } : each));
  return { ...plan, containers };
}

interface DockerContainer {
  readonly name: string;
  readonly mounts: readonly { readonly source?: string }[];
  readonly capabilities: { readonly drop: readonly string[] };
}

function containers({ resource }: Synthesised): DockerContainer[] {
  return Object.values(resource.docker_container ?? {}) as unknown as DockerContainer[];
}
