import type { Release, ServiceJournal } from './release.ts';
import { findRelease, servingRelease } from './release.ts';

/** A release as you would say it. Milliseconds throughout. */
export type Step =
  | { readonly step: 'look' }
  | { readonly step: 'migrate'; readonly command: readonly string[]; readonly within: number }
  | { readonly step: 'start'; readonly replicas: number }
  | { readonly step: 'ready'; readonly path?: string; readonly within: number }
  | { readonly step: 'switch'; readonly from?: string }
  | { readonly step: 'prepare'; readonly path?: string }
  | { readonly step: 'drain'; readonly path?: string; readonly within: number }
  | { readonly step: 'stop' };

/** Everything up to the switch, and what retires the release that served before. */
export function planRelease(journal: ServiceJournal, release: Release): Step[] {
  const { migrate, health, deploy, replicas } = release.settings;
  return [
    { step: 'look' },
    ...(migrate ? [{ step: 'migrate', command: migrate, within: deploy.migrate } as const] : []),
    { step: 'start', replicas },
    { step: 'ready', ...(health && { path: health.path }), within: deploy.boot },
    { step: 'switch', ...(release.previous && { from: release.previous }) },
    ...planRetirement(findRelease(journal, release.previous)),
  ];
}

/** By the old release's own settings: its hooks may differ from the new one's. */
export function planRetirement(old: Release | undefined): Step[] {
  if (!old) return [];
  const { prepare, ready, drain } = old.settings.deploy;
  return [
    { step: 'prepare', ...(prepare && { path: prepare }) },
    { step: 'drain', ...(ready && { path: ready }), within: drain },
    { step: 'stop' },
  ];
}

/** Same image, same settings, and it serves: nothing to do. */
export function isServing(journal: ServiceJournal, release: Release): boolean {
  return servingRelease(journal)?.fingerprint === release.fingerprint;
}

export function describeStep(step: Step): string {
  switch (step.step) {
    case 'look':
      return 'look: image, disk space, edge config, database';
    case 'migrate':
      return `migrate: ${step.command.join(' ')} (at most ${seconds(step.within)})`;
    case 'start':
      return `start: ${step.replicas} new container${step.replicas === 1 ? '' : 's'}`;
    case 'ready':
      return `ready: ${step.path ? `${step.path} answers 200` : 'the port answers'}, to us and to the edge (at most ${seconds(step.within)})`;
    case 'switch':
      return step.from
        ? `switch: the route goes from ${step.from} to the new release`
        : 'switch: the route points to the new release';
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
