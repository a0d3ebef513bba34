import { LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { DockerHost, type DockerHostProps } from './docker-host.ts';

export interface HostStackProps extends DockerHostProps {
  /** Path of the state file. */
  readonly state: string;
  readonly providerVersion: string;
}

/** One Docker host, with Terraform's state in a local file. */
export class HostStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: HostStackProps) {
    super(scope, id);
    new LocalBackend(this, { path: props.state });
    new DockerHost(this, 'host', props);
    // the binding names the range of the older provider that it was made from
    this.addOverride('terraform.required_providers.docker.version', props.providerVersion);
  }
}
