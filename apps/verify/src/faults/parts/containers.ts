import { docker, lines, ownFilter } from '../docker.ts';
import type { Part } from '../snapshot.ts';

interface Inspected {
  readonly Name: string;
  readonly Id: string;
  readonly Image: string;
  readonly Config: { readonly Labels: Readonly<Record<string, string>> };
  readonly State: { readonly Status: string; readonly StartedAt: string };
  readonly RestartCount: number;
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>> };
}

/** Identity, state and addresses of each; of replicas also that they were not started again. */
export const containers: Part = async (target) => {
  const ids = await lines(target, ['ps', '-aq', '--no-trunc', ...ownFilter(target)]);
  if (ids.length === 0) return {};
  const inspected: Inspected[] = JSON.parse(await docker(target, ['inspect', ...ids]));
  return Object.fromEntries(inspected.map((one) => [one.Name.slice(1), describe(one)]));
};

function describe({ Id, Image, Config, State, RestartCount, NetworkSettings }: Inspected): string {
  const addresses = Object.entries(NetworkSettings.Networks).map(
    ([name, { IPAddress }]) => `${name} ${IPAddress}`,
  );
  const facts = [Id, Image, State.Status, ...addresses.sort()];
  const isReplica = Config.Labels['causeway.role'] === 'service';
  return [...facts, ...(isReplica ? [State.StartedAt, String(RestartCount)] : [])].join(' ');
}
