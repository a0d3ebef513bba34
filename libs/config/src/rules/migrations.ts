import { writeDuration } from '../fields/duration.ts';
import type { Mistake } from '../mistake.ts';
import { forEachService } from './rule.ts';

/** Files that nothing runs would be checked for nothing. */
export const migrationsAreRun = forEachService((service, path): Mistake[] => {
  const { migrations } = service;
  if (migrations === undefined || 'migrate' in service) return [];
  const fix = 'add migrate: ["node", "migrate.js"], or leave it out';
  return [
    {
      path: [...path, 'migrations'],
      got: migrations,
      rule: 'must not stand without migrate, which runs them',
      fix,
    },
  ];
});

/** There is a database to copy, and a migration to copy it for. */
export const snapshotsHaveUse = forEachService((service, path): Mistake[] => {
  const { deploy, uses } = service;
  if (deploy?.snapshot !== true) return [];
  const place = { path: [...path, 'deploy', 'snapshot'], got: true };
  if (uses !== undefined && !uses.includes('postgres') && !uses.includes(undefined))
    return [
      {
        ...place,
        rule: 'needs "postgres" in uses: it copies that database',
        fix: 'add it there, or leave it out',
      },
    ];
  if ('migrate' in service) return [];
  return [
    { ...place, rule: 'must not stand without migrate: the copy is made before it', fix: 'leave it out' },
  ];
});

/** Whoever waits longer waits for one that has ended. */
export const lockFitsIntoMigration = forEachService(({ deploy }, path): Mistake[] => {
  const { migrate, migrateLock } = deploy ?? {};
  if (migrate === undefined || migrateLock === undefined || migrateLock <= migrate) return [];
  return [
    {
      path: [...path, 'deploy', 'migrateLock'],
      got: writeDuration(migrateLock),
      rule: `must not be above deploy.migrate, which is ${writeDuration(migrate)}: no migration holds the lock longer`,
      fix: `write "${writeDuration(migrate)}" or less, or leave it out`,
    },
  ];
});
