import type { Plan, VolumePlan } from '@causeway/plan';
import { Volume } from '@cdktf/provider-docker/lib/volume/index.js';
import { Construct } from 'constructs';
import { labelsOf } from './labels.ts';

export class HostVolume extends Construct {
  readonly volumeName: string;
  /** Docker's id, which makes a mount wait for the volume. */
  readonly volumeId: string;

  constructor(scope: Construct, { name }: VolumePlan, { prefix, labels }: Plan) {
    const noun = name.slice(prefix.length + 1);
    super(scope, `volume-${noun}`);
    const volume = new Volume(this, 'volume', { name, labels: labelsOf(labels) });
    volume.overrideLogicalId(noun);
    this.volumeName = name;
    this.volumeId = volume.id;
  }
}
