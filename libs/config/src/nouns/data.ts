import { z } from 'zod';
import { userName } from '../fields/name.ts';
import { size } from '../fields/size.ts';

const postgresSchema = z.strictObject({
  readers: z.array(userName()).default([]).meta({
    description: 'Database roles that may read every table of every service, and write nothing.',
  }),
  memory: size({ min: '256MiB', reason: 'its shared buffers alone take 128MiB' })
    .prefault('512MiB')
    .meta({ description: 'Memory limit of Postgres.' }),
});

const redisSchema = z.strictObject({
  memory: size({ min: '16MiB', reason: 'Redis needs room for itself and for a copy while it saves' })
    .prefault('128MiB')
    .meta({ description: 'Memory limit of Redis.' }),
});

export const dataSchema = z.strictObject({
  postgres: postgresSchema.optional().meta({
    description:
      'Postgres, with a database and an owner role for each service that uses it; `{}` takes the defaults.',
    defaultsTo: 'does not run',
  }),
  redis: redisSchema
    .optional()
    .meta({ description: 'Redis; `{}` takes the defaults.', defaultsTo: 'does not run' }),
});
