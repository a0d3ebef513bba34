import { z } from 'zod';
import { flag } from '../fields/field.ts';
import { size } from '../fields/size.ts';
import { signInsSchema } from './sign-ins.ts';
import { tlsSchema } from './tls.ts';

export const edgeSchema = z.strictObject({
  tls: tlsSchema
    .default({ mode: 'self-signed' })
    .meta({ description: 'Certificates at the edge, for targets without a `tls` of their own.' }),
  showRelease: flag()
    .default(false)
    .meta({ description: 'Whether answers carry the headers `x-release` and `x-replica`.' }),
  signIns: signInsSchema
    .prefault({})
    .meta({ description: 'How often somebody may fail to sign in to protected paths.' }),
  memory: size({ min: '64MiB', reason: 'with less the edge sheds load before it is busy' })
    .prefault('256MiB')
    .meta({ description: 'Memory limit of the edge.' }),
});
