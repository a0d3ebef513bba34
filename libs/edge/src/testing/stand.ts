import { writeFileSync } from 'node:fs';
import { places, rules } from '@causeway/corpus';
import { certificate } from './certificate.ts';
import { passwordOf } from './plan.ts';
import { startWitnessedEdge } from './witnessed-edge.ts';

// node libs/edge/src/testing/stand.ts <file>: an edge on loopback until it is interrupted, and what verify's `edge --at <file>` expects of it
const [file] = process.argv.slice(2);
if (!file)
  throw new Error('name the file that verify is to read: node libs/edge/src/testing/stand.ts <file>');

const edge = await startWitnessedEdge(rules);
const service = {
  name: 'phrase',
  host: places.authority,
  anyHost: false,
  open: '/open',
  block: rules.block,
  protect: rules.protect.map((path) => ({ path, users: ['alice'] })),
  refusesEscapedSlashes: false,
  headers: Object.keys(edge.headers),
  limits: [],
  access: [],
  compress: { what: 'nothing', brotli: false },
  errorPages: {},
};
writeFileSync(
  file,
  JSON.stringify({
    name: 'stand',
    https: edge.port,
    ca: certificate.chain,
    showsRelease: true,
    trustsProxies: false,
    services: [service],
    passwords: { alice: passwordOf('alice') },
  }),
);
console.log(`an edge listens on port ${edge.port}; end it with Ctrl-C`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => edge.stop());
