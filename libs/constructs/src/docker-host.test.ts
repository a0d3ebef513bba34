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

  test('cannot get files and have a read-only root', () => {
    expect(() => synth({ plan: withEdge({ readOnlyRoot: true }) })).toThrow(
      'containers.edge.readOnlyRoot: the engine copies no file (/etc/envoy/bootstrap.json) into a read-only root; write false',
    );
  });

  test('cannot need what comes after it', () => {
    const plan = examplePlan();
    const late = { ...plan, containers: plan.containers.toReversed() };
    expect(() => synth({ plan: late })).toThrow(
      'containers.edge: "agent" is not in the plan before it; add it or put it further up',
    );
  });

  test('cannot mount a volume that the plan does not have', () => {
    const mount = { kind: 'volume', volume: 'phrase-local-lost', path: '/lost', readOnly: false } as const;
    expect(() => synth({ plan: withEdge({ mounts: [mount] }) })).toThrow(
      'containers.edge: "phrase-local-lost" is not in the plan before it; add it or put it further up',
    );
  });
});

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
