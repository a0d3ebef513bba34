import type { VolumePlan } from './plan.ts';

export function volumeName(prefix: string, noun: string): string {
  return `${prefix}-${noun}`;
}

export function planVolumes(prefix: string, uses: { postgres: boolean; redis: boolean }): VolumePlan[] {
  return [
    // Journal, generated passwords and the local CA: without them the data could not be opened again.
    volume('agent', true),
    volume('edge', false),
    volume('edge-admin', false),
    ...(uses.postgres ? [volume('postgres', true), volume('postgres-socket', false)] : []),
    ...(uses.redis ? [volume('redis', true)] : []),
  ];

  function volume(noun: string, data: boolean): VolumePlan {
    return { name: volumeName(prefix, noun), data };
  }
}
