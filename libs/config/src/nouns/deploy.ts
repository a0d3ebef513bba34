import { z } from 'zod';
import { duration } from '../fields/duration.ts';
import { flag, integer } from '../fields/field.ts';
import { requestPath } from '../fields/path.ts';
import { percentage } from '../fields/percentage.ts';

export const deploySchema = z.strictObject({
  prepare: requestPath('/prepare-for-deploy').optional().meta({
    description:
      'Path that tells a container to finish what it has in hand; asked by the agent after the switch.',
    defaultsTo: 'not asked',
  }),
  ready: requestPath('/ready-for-deploy').optional().meta({
    description: 'Path that answers 200 once all is finished and the container may stop.',
    defaultsTo: 'not asked',
  }),
  look: duration({ min: '1s', max: '10m', reason: 'a host that does not answer is given up only then' })
    .prefault('30s')
    .meta({ description: 'Time that the checks before the first change have.' }),
  drain: duration({ min: '0s', max: '24h', reason: 'old and new containers run side by side until it ends' })
    .prefault('60s')
    .meta({ description: 'Time that requests which began before the switch have to finish.' }),
  boot: duration({ min: '1s', max: '30m', reason: 'a release that cannot start is given up only then' })
    .prefault('60s')
    .meta({ description: 'Time that a new container has until it is ready.' }),
  migrate: duration({
    min: '1s',
    max: '6h',
    reason: 'the release waits for the migration, and so does the next one',
  })
    .prefault('5m')
    .meta({
      description:
        'Time that the migration has from its start to its end; the wait for its lock does not count.',
    }),
  migrateLock: duration({ min: '1s', max: '6h', reason: 'the release waits for the lock' }).optional().meta({
    description: 'Time that the migration waits for another one of the same database.',
    defaultsTo: "`'30s'`, or `migrate` where that is shorter",
  }),
  snapshot: flag().default(false).meta({
    description: 'Whether the database is copied before the migration; the copy is kept until the next one.',
  }),
  bake: duration({ min: '0s', max: '1h', reason: 'old and new containers run side by side until it ends' })
    .prefault('60s')
    .meta({
      description:
        'Time that the old release stays warm after the switch, ready to take over again should the new one go bad.',
    }),
  errors: percentage({ min: '0.1%', reason: 'a single answer among many would take a release back' })
    .prefault('5%')
    .meta({
      description:
        'Share of answers with a 5xx status, above that of the old release, at which the old one takes over again.',
    }),
  keep: integer({ is: 'a number of releases', example: 5 }, { min: 1, max: 100 })
    .default(5)
    .meta({ description: 'How many releases can be gone back to: their images and journals are kept.' }),
  stopGrace: duration({ min: '1s', max: '25h', reason: 'a container that does not stop is killed only then' })
    .optional()
    .meta({
      description: 'Time from SIGTERM to SIGKILL, never below `drain`.',
      defaultsTo: '`drain` + 10s',
    }),
});
