import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { HostStack, type HostStackProps } from '../host-stack.ts';

const defaults = { keep: 'all', state: 'terraform.tfstate', providerVersion: '4.6.0' } as const;

/** The Terraform configuration of a host, as `terraform` would read it. */
export function synth(props: Pick<HostStackProps, 'plan'> & Partial<HostStackProps>): Synthesised {
  const outdir = mkdtempSync(join(tmpdir(), 'causeway-synth-'));
  try {
    const app = new App({ outdir });
    new HostStack(app, 'host', { ...defaults, ...props });
    app.synth();
    return JSON.parse(readFileSync(join(outdir, 'stacks/host/cdk.tf.json'), 'utf8'));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export interface Synthesised {
  readonly terraform: { readonly required_providers: Record<string, { readonly version: string }> };
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}
