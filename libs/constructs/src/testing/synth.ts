import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { HostStack, type HostStackProps } from '../host-stack.ts';

const defaults = { keep: 'all', state: 'terraform.tfstate', providerVersion: '4.6.0' } as const;

type Props = Pick<HostStackProps, 'plan'> & Partial<HostStackProps>;

/** The Terraform configuration of a host. */
export function synth(props: Props): Synthesised {
  const outdir = mkdtempSync(join(tmpdir(), 'causeway-synth-'));
  try {
    return JSON.parse(readFileSync(join(synthInto(outdir, props), 'cdk.tf.json'), 'utf8'));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The folder below `outdir` in which `terraform` finds the configuration of a host. */
export function synthInto(outdir: string, props: Props): string {
  const app = new App({ outdir });
  new HostStack(app, 'host', { ...defaults, ...props });
  app.synth();
  return join(outdir, 'stacks/host');
}

export interface Synthesised {
  readonly terraform: { readonly required_providers: Record<string, { readonly version: string }> };
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}
