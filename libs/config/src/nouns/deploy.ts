import { z } from 'zod';
import { duration } from '../fields/duration.ts';
import { requestPath } from '../fields/path.ts';

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
  drain: duration({ min: '0s', max: '1h', reason: 'old and new containers run side by side until it ends' })
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
    .meta({ description: 'Time that the migration has.' }),
  stopGrace: duration({ min: '1s', max: '2h', reason: 'a container that does not stop is killed only then' })
    .optional()
    .meta({
      description: 'Time from SIGTERM to SIGKILL, never below `drain`.',
      defaultsTo: '`drain` + 10s',
    }),
});
