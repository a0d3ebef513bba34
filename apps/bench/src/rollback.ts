import { mustRun, type Target } from '@causeway/verify';
import { bootsOf, wholeBoot } from './boot.ts';
import { commandWhileAsking } from './command.ts';
import { replicasOf, servingSince } from './fresh-release.ts';

/** Seconds. */
export interface WarmRollback {
  readonly toServing: number;
  /** What the command line takes to do nothing. */
  readonly commandAlone: number;
}

/** Back to `version`, the release before, whose containers still run. Throws when they did not any more. */
export async function timeWarmRollback(target: Target, rate: number, version = ''): Promise<WarmRollback> {
  const command = await commandWhileAsking(target, rate, 'rolled-back', ['rollback', 'subject', '--yes']);
  const { version: now } = command.report;
  // a cold one is a release of its own
  if (now !== version) throw new Error(`rollback to ${version}: was to be warm, but ${now} serves`);
  const { seconds } = await mustRun(target, ['--help']);
  return { toServing: (servingSince(command) - command.beganAt) / 1000, commandAlone: seconds };
}

/** Seconds. */
export interface ColdRollback {
  readonly toServing: number;
  readonly boot: number;
}

/** To a version whose containers are gone. */
export async function timeColdRollback(target: Target, rate: number, version: string): Promise<ColdRollback> {
  const args = ['rollback', 'subject', '--to', version, '--yes'];
  const command = await commandWhileAsking(target, rate, 'rolled-back', args);
  const { startedAt, readyAt } = wholeBoot(await bootsOf(target, await replicasOf(target, command.report)));
  return {
    toServing: (servingSince(command) - command.beganAt) / 1000,
    boot: (readyAt - startedAt) / 1000,
  };
}
