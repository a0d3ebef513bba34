import type { ServiceStatus as Listed, Status } from '../platform/commands.ts';
import { until } from '../platform/until.ts';
import type { Target } from '../target.ts';
import { mustRun } from './command.ts';

/** What `status` says of the service under test. */
export interface SubjectStatus extends Listed {
  readonly draining: readonly unknown[];
  readonly releasing?: { readonly version: string; readonly step: string };
  readonly baking?: { readonly version: string; readonly warm: string };
  readonly lease?: { readonly owner: string; readonly what: string };
}

export async function statusOf(target: Target): Promise<SubjectStatus> {
  const { stdout } = await mustRun(target, ['status', '--json']);
  const { services } = JSON.parse(stdout) as Status & { readonly services: readonly SubjectStatus[] };
  const [subject] = services;
  if (!subject) throw new Error('status: lists no service; deploy the target first');
  return subject;
}

/** Waits until one release serves with all its replicas and nothing is under way. */
export async function waitUntilCalm(target: Target, atMost = 120_000): Promise<SubjectStatus> {
  let status: SubjectStatus | undefined;
  await until(
    'the platform is calm',
    async () => {
      status = await statusOf(target);
      const under = underWay(status, target.services[0]?.replicas ?? 0);
      if (under.length > 0) throw new Error(under.join(', '));
      return true;
    },
    { every: 300, atMost },
  );
  return status as SubjectStatus;
}

/** What is not yet as it is between releases. */
function underWay(status: SubjectStatus, wanted: number): string[] {
  const { serving, replicas, releasing, draining, baking, canary, lease } = status;
  const own = replicas.filter(({ release }) => release === serving?.release);
  const well = own.filter(({ state, healthy }) => state === 'running' && healthy);
  return [
    ...(serving ? [] : ['nothing serves']),
    ...(well.length === wanted ? [] : [`${well.length} of ${wanted} replicas are well`]),
    ...(replicas.length === own.length
      ? []
      : [`${replicas.length - own.length} containers of other releases`]),
    ...(releasing ? [`a release is at ${releasing.step}`] : []),
    ...(draining.length === 0 ? [] : ['a release drains']),
    ...(baking ? ['a release bakes'] : []),
    ...(canary ? ['a canary'] : []),
    ...(lease ? [`a lease of ${lease.owner} for ${lease.what}`] : []),
  ];
}
