import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HostStack } from '@causeway/constructs';
import type { Plan } from '@causeway/plan';
import { App } from 'cdktf';

const { values } = parseArgs({
  options: {
    plan: { type: 'string' },
    out: { type: 'string' },
    state: { type: 'string' },
    engine: { type: 'string' },
    'provider-version': { type: 'string' },
    'keep-data-only': { type: 'boolean', default: false },
  },
});
const {
  plan,
  out,
  state,
  engine,
  'provider-version': providerVersion,
  'keep-data-only': keepDataOnly,
} = values;
if (!plan || !out || !state || !providerVersion) {
  throw new Error(
    'arguments: write --plan <json> --out <folder> --state <file> --provider-version <constraint>, and --engine <address> where clients find the engine elsewhere',
  );
}

const app = new App({ outdir: out });
new HostStack(app, 'host', {
  plan: JSON.parse(readFileSync(plan, 'utf8')) as Plan,
  keep: keepDataOnly ? 'data' : 'all',
  ...(engine && { engine }),
  state,
  providerVersion,
});
app.synth();
