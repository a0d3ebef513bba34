import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HostStack } from '@causeway/constructs';
import type { Plan } from '@causeway/plan';
import { App } from 'cdktf';

const { values } = parseArgs({
  options: {
    plan: { type: 'string', default: 'plan.json' },
    out: { type: 'string', default: 'cdktf.out' },
    state: { type: 'string', default: 'terraform.tfstate' },
    'provider-version': { type: 'string', default: '>= 4.6.0' },
    'keep-data-only': { type: 'boolean', default: false },
  },
});

const app = new App({ outdir: values.out });
new HostStack(app, 'host', {
  plan: JSON.parse(readFileSync(values.plan, 'utf8')) as Plan,
  keep: values['keep-data-only'] ? 'data' : 'all',
  state: values.state,
  providerVersion: values['provider-version'],
});
app.synth();
