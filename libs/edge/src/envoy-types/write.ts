import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envoyBinary } from '../testing/envoy.ts';
import { envoyTypes } from './envoy-types.ts';

const path = join(import.meta.dirname, '..', 'generated', 'envoy.ts');
writeFileSync(path, envoyTypes(readFileSync(envoyBinary())));
console.log(`wrote ${path}`);
