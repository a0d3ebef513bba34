import { setTimeout as pause } from 'node:timers/promises';
import { deploy, type ReleaseReport, readStatus, release, rollback } from '../platform/commands.ts';
import type { NamedService, Target } from '../target.ts';
import { type ActionKind, actionsOf, type Scenario } from './scenario.ts';

/** What was done, when on this machine's clock (milliseconds since the epoch), and what came of it. */
export interface Action {
  readonly kind: ActionKind;
  readonly beganAt: number;
  readonly endedAt: number;
  /** Absent for the edge. */
  readonly report?: ReleaseReport;
}

/** Does the scenario's actions one after the other, evenly over its time. */
export async function act(target: Target, service: NamedService, scenario: Scenario): Promise<Action[]> {
  const first = await servingVersion(target, service);
  const kinds = actionsOf(scenario);
  const actions: Action[] = [];
  const start = Date.now();
  for (const [index, kind] of kinds.entries()) {
    const due = start + (index * scenario.duration * 1000) / kinds.length;
    await pause(Math.max(0, due - Date.now()));
    const before = [first, ...versionsOf(actions)];
    const edges = actions.filter((action) => action.kind === 'edge replacement').length;
    const config = edges % 2 === 0 ? scenario.otherConfig : target.config;
    actions.push(await actOnce(target, service, kind, before, config));
  }
  return actions;
}

export async function servingVersion(target: Target, { name }: NamedService): Promise<string> {
  const { services } = await readStatus(target);
  const serving = services.find(({ service }) => service === name)?.serving;
  if (!serving) throw new Error(`status: ${name} serves nothing; release it first`);
  return serving.version;
}

/** Versions that were put live, in their order. */
export function versionsOf(actions: readonly Action[]): string[] {
  return actions.flatMap(({ report }) => (report ? [report.version] : []));
}

async function actOnce(
  target: Target,
  { name }: NamedService,
  kind: ActionKind,
  versions: readonly string[],
  edgeConfig = target.config,
): Promise<Action> {
  const beganAt = Date.now();
  const done = async (report?: ReleaseReport) => ({
    kind,
    beganAt,
    endedAt: Date.now(),
    ...(report && { report }),
  });
  switch (kind) {
    case 'release':
      return done(await release(target, name));
    case 'rollback, warm':
      return done(await rollback(target, name));
    case 'rollback, cold':
      return done(await rollback(target, name, earlier(versions)));
    case 'edge replacement':
      await deploy({ ...target, config: edgeConfig });
      return done();
    default:
      return kind satisfies never;
  }
}

/** A version that neither serves nor served right before, so that its containers are gone. */
function earlier(versions: readonly string[]): string | undefined {
  const [now, before] = versions.toReversed();
  return versions.findLast((version) => version !== now && version !== before);
}
