import { z } from 'zod';
import { duration } from '../fields/duration.ts';
import { integer } from '../fields/field.ts';

export const signInsSchema = z.strictObject({
  failures: integer({ is: 'a number of failed attempts', example: 16 }, { min: 4, max: 1000 })
    .default(16)
    .meta({
      description:
        'Failed attempts at basic auth that one client address may make (an IPv6 network /64 is one), on all services together, before it has to wait.',
    }),
  failuresInAll: integer({ is: 'a number of failed attempts', example: 500 }, { min: 4, max: 100_000 })
    .default(500)
    .meta({
      description:
        'Failed attempts that all clients together may make on one service; then only those go on who signed in before.',
    }),
  per: duration({ min: '1s', max: '24h', reason: 'whoever has mistyped waits for it' })
    .prefault('5m')
    .meta({ description: 'Time after which that many attempts are free again, one after the other.' }),
});
