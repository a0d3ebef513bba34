import type { Platform, Target } from '@causeway/config';

/** Throws when the platform has no such target. */
export function findTarget(platform: Platform, name: string): Target {
  const target = Object.hasOwn(platform.targets, name) ? platform.targets[name] : undefined;
  if (target) return target;
  const known = Object.keys(platform.targets).join(', ');
  throw new Error(`targets.${name}: no such target in the config; write one of ${known}`);
}
