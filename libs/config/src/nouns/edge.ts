import { z } from 'zod';
import { flag, ofKind } from '../fields/field.ts';
import { size } from '../fields/size.ts';

const tlsSchema = z.strictObject({
  mode: ofKind(z.enum(['self-signed']), { is: 'a TLS mode', example: 'self-signed' }).meta({
    description:
      'Where certificates come from. `self-signed`: a certificate authority made on the host, whose certificate is left in `.causeway/<target>/ca.crt`.',
  }),
});

export const edgeSchema = z.strictObject({
  tls: tlsSchema.default({ mode: 'self-signed' }).meta({ description: 'HTTPS at the edge.' }),
  showRelease: flag()
    .default(false)
    .meta({ description: 'Whether answers carry the headers `x-release` and `x-replica`.' }),
  memory: size({ min: '64MiB', reason: 'with less the edge sheds load before it is busy' })
    .prefault('256MiB')
    .meta({ description: 'Memory limit of the edge.' }),
});
