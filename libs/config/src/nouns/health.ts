import { z } from 'zod';
import { duration } from '../fields/duration.ts';
import { flag, ofKind } from '../fields/field.ts';
import { requestPath } from '../fields/path.ts';

export const healthSchema = ofKind(
  z.strictObject({
    path: requestPath('/status').meta({
      description:
        'Path that answers 200 while the container can serve; the edge and the agent ask it directly.',
    }),
    interval: duration({ min: '50ms', max: '1m', reason: 'a failing replica is noticed one interval late' })
      .prefault('1s')
      .meta({ description: 'Time from one check to the next.' }),
    timeout: duration({ min: '10ms', max: '1m', reason: 'a hanging replica is noticed one timeout late' })
      .prefault('1s')
      .meta({ description: 'Time until an unanswered check has failed.' }),
    outside: flag().default(true).meta({
      description:
        'Whether somebody outside, such as an uptime monitor, asks the path through the edge; then it must not be blocked or protected.',
    }),
  }),
  { is: 'an object', example: { path: '/status' } },
);
