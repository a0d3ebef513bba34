import { readFileSync } from 'node:fs';
import { renderBootstrap } from '@causeway/edge';
import { edgeProgram } from '@causeway/edge/program';
import { type ContainerPlan, type Plan, paths } from '@causeway/plan';
import { DockerProvider } from '@cdktf/provider-docker/lib/provider/index.js';
import { Construct } from 'constructs';
import { HostContainer } from './host-container.ts';
import { HostNetwork } from './host-network.ts';
import { HostVolume } from './host-volume.ts';

export interface DockerHostProps {
  readonly plan: Plan;
  /** `data` leaves only the volumes that cannot be made again: applied, it takes the rest of the host away. */
  readonly keep: 'all' | 'data';
}

/** All that Terraform owns on a Docker host: networks, volumes and the long-lived containers. */
export class DockerHost extends Construct {
  constructor(scope: Construct, id: string, props: DockerHostProps) {
    super(scope, id);
    new DockerProvider(this, 'docker', { host: props.plan.engine.host });
    if (props.keep === 'data') this.addData(props.plan);
    else this.addEverything(props.plan);
  }

  private addData(plan: Plan): void {
    for (const volume of plan.volumes.filter((each) => each.data)) new HostVolume(this, volume, plan);
  }

  private addEverything(plan: Plan): void {
    const { engine } = plan;
    const networks = Object.entries(plan.networks).map(([id, each]) => new HostNetwork(this, id, each, plan));
    const volumes = plan.volumes.map((volume) => new HostVolume(this, volume, plan));
    const containers = new Map<ContainerPlan['role'], HostContainer>();
    const needed = new Set(plan.containers.flatMap(({ needs }) => needs));
    for (const container of withEdgeFiles(plan)) {
      const around = { engine, networks, volumes, containers, needed };
      containers.set(container.role, new HostContainer(this, container, around));
    }
  }
}

/** The plan cannot hold the edge's bootstrap file, which is rendered from it, nor the program, which is a file here. */
function withEdgeFiles(plan: Plan): ContainerPlan[] {
  return plan.containers.map((container) => {
    if (container.role !== 'edge') return container;
    return {
      ...container,
      files: [
        ...container.files,
        { path: paths.edgeBootstrap, content: renderBootstrap(plan) },
        { path: paths.edgeProgram, content: readFileSync(edgeProgram, 'utf8') },
      ],
    };
  });
}
