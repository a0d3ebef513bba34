import type { NetworkPlan, Plan } from '@causeway/plan';
import { Network } from '@cdktf/provider-docker/lib/network/index.js';
import { Construct } from 'constructs';
import { labelsOf } from './labels.ts';

export class HostNetwork extends Construct {
  readonly networkName: string;
  /** Docker's id, so that whoever is attached is replaced together with the network. */
  readonly networkId: string;

  constructor(scope: Construct, id: string, network: NetworkPlan, { labels }: Plan) {
    super(scope, `network-${id}`);
    const { name, internal, subnet, gateway, dynamicRange: ipRange } = network;
    const resource = new Network(this, 'network', {
      name,
      driver: 'bridge',
      internal,
      ipamConfig: [{ subnet, gateway, ipRange }],
      labels: labelsOf(labels),
    });
    resource.overrideLogicalId(id);
    this.networkName = name;
    this.networkId = resource.id;
  }
}
