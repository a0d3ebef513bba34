import { z } from 'zod';
import { flag, ofKind } from '../fields/field.ts';

export const compressSchema = ofKind(
  z.strictObject({
    what: ofKind(z.enum(['assets', 'all', 'nothing']), { is: 'what to compress', example: 'all' })
      .default('assets')
      .meta({
        description:
          '`assets`: scripts, styles, fonts and SVG. `all`: pages and JSON as well, which is for services whose answers never hold a secret beside words of the client.',
      }),
    brotli: flag().default(false).meta({
      description:
        'Whether Brotli is offered beside gzip: smaller by a sixth, for three times the memory of the edge.',
    }),
  }),
  { is: 'an object', example: { what: 'all' } },
);
