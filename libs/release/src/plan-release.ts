import type { Release, ServiceJournal } from './release.ts';
import { servingRelease } from './release.ts';

/** A release as you would say it. Milliseconds throughout. */
export type Step =
  | { readonly step: 'look'; readonly within: number }
  | { readonly step: 'migrate'; readonly command: readonly string[]; readonly within: number }
  | { readonly step: 'start'; readonly replicas: number }
  | { readonly step: 'ready'; readonly path?: string; readonly within: number }
  | { readonly step: 'canary'; readonly percents: readonly number[]; readonly each: number }
  | { readonly step: 'switch'; readonly from?: string }
  | { readonly step: 'hold'; readonly within: number }
  | { readonly step: 'bake'; readonly for: number }
  | { readonly step: 'prepare'; readonly path?: string }
  | { readonly step: 'drain'; readonly path?: string; readonly within: number }
  | { readonly step: 'stop' };

/** Up to the switch; a release that restores an earlier one finds the database as that has left it or later. */
export function planGoingLive(release: Release): Step[] {
  const { migrate, health, deploy, replicas } = release.settings;
  return [
    { step: 'look', within: deploy.look },
    ...(migrate && !release.restores
      ? [{ step: 'migrate', command: migrate, within: deploy.migrate } as const]
      : []),
    { step: 'start', replicas },
    { step: 'ready', ...(health && { path: health.path }), within: deploy.boot },
    ...planCanary(release),
    { step: 'switch', ...(release.previous && { from: release.previous }) },
  ];
}

function planCanary({ canary, previous }: Release): Step[] {
  const percents = canary?.percents.filter((percent) => percent < 100) ?? [];
  if (!canary || !previous || percents.length === 0) return [];
  return [{ step: 'canary', percents, each: canary.step }];
}

/** Nobody wants to go back to what a rollback has left, and without a release before there is nothing to go back to. */
export function planBake({ settings, previous, restores, hold }: Release): Step[] {
  const { bake } = settings.deploy;
  return [
    ...(hold === undefined ? [] : [{ step: 'hold', within: hold } as const]),
    ...(previous && !restores && bake > 0 ? [{ step: 'bake', for: bake } as const] : []),
  ];
}

/** By the release's own settings: its hooks may differ from its successor's. */
export function planRetirement({ settings }: Release): Step[] {
  const { prepare, ready, drain } = settings.deploy;
  return [
    { step: 'prepare', ...(prepare && { path: prepare }) },
    { step: 'drain', ...(ready && { path: ready }), within: drain },
    { step: 'stop' },
  ];
}

/** All that a release does, to read before it is begun. */
export function describeRelease(journal: ServiceJournal, release: Release): string[] {
  const old = servingRelease(journal);
  return [
    ...[...planGoingLive(release), ...planBake(release)].map(describeStep),
    ...(old ? planRetirement(old).map(describeStep) : []),
  ];
}

/** Same image, same settings, and it serves: nothing to do. */
export function isServing(journal: ServiceJournal, release: Release): boolean {
  return servingRelease(journal)?.fingerprint === release.fingerprint;
}

export function describeStep(step: Step): string {
  switch (step.step) {
    case 'look':
      return `look: image, disk space, edge config, database (at most ${seconds(step.within)})`;
    case 'migrate':
      return `migrate: ${step.command.join(' ')} (at most ${seconds(step.within)})`;
    case 'start':
      return `start: ${step.replicas} new container${step.replicas === 1 ? '' : 's'}`;
    case 'ready':
      return `ready: ${step.path ? `${step.path} answers 200` : 'the port answers'}, to us and to the edge (at most ${seconds(step.within)})`;
    case 'canary':
      return `canary: ${step.percents.map((percent) => `${percent} %`).join(', ')} of the clients, ${seconds(step.each)} each`;
    case 'switch':
      return step.from
        ? `switch: the route goes from ${step.from} to the new release`
        : 'switch: the route points to the new release';
    case 'hold':
      return `hold: until all hosts serve it; the old release takes over again when that is not said for ${seconds(step.within)}`;
    case 'bake':
      return `bake: the old release stays warm for ${seconds(step.for)}, and takes over again when the new one goes bad`;
    case 'prepare':
      return `prepare: the old route settles${step.path ? `, then ${step.path} on each old container` : ''}`;
    case 'drain':
      return `drain: what the old release has in hand${step.path ? ` and ${step.path}` : ''} (at most ${seconds(step.within)})`;
    case 'stop':
      return 'stop: the old containers';
    default:
      return step satisfies never;
  }
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
