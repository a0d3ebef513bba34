import { z } from 'zod';
import { duration } from '../fields/duration.ts';
import { integer, ofKind } from '../fields/field.ts';
import { routePath } from '../fields/path.ts';

const most = 1_000_000;

export const limitSchema = ofKind(
  z.strictObject({
    path: routePath('/api')
      .default('/')
      .meta({ description: 'Path, with everything below it; `/` is the whole service.' }),
    requests: count(100).meta({
      description: 'Requests that one client address (an IPv6 network /64 is one) may make.',
    }),
    per: duration({
      min: '1s',
      max: '24h',
      reason: 'a client that is over the limit waits for a part of it',
    }).meta({
      description: 'Time in which that many are free again, one after the other.',
    }),
    burst: count(200)
      .optional()
      .meta({ description: 'Requests that may come at once.', defaultsTo: '`requests`' }),
  }),
  { is: 'an object', example: { path: '/api', requests: 100, per: '1s' } },
);

function count(example: number) {
  return integer({ is: 'a number of requests', example }, { min: 1, max: most });
}
