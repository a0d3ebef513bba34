import { z } from 'zod';
import { filled, ofKind } from '../fields/field.ts';
import { network } from '../fields/network.ts';
import { routePath } from '../fields/path.ts';

export const accessSchema = ofKind(
  z.strictObject({
    path: routePath('/admin').meta({
      description: 'Path, with everything below it; `/` is the whole service.',
    }),
    allow: networks()
      .optional()
      .meta({ description: 'Networks that may ask for it, and no others.', defaultsTo: 'all' }),
    deny: networks().optional().meta({
      description: 'Networks that may not, also where `allow` has them. At least one of both.',
      defaultsTo: 'none',
    }),
  }),
  { is: 'an object', example: { path: '/admin', allow: ['203.0.113.0/24'] } },
);

function networks() {
  return filled(z.array(network()), 'network', ['203.0.113.0/24']);
}
