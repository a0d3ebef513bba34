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
  /** Where clients on this machine find the engine, if not at the plan's own address: the end of a connection. */
  readonly engine?: string;
}

/** All that Terraform owns on a Docker host: networks, volumes and the long-lived containers. */
export class DockerHost extends Construct {
  constructor(scope: Construct, id: string, props: DockerHostProps) {
    super(scope, id);
    const { plan, keep, engine = plan.engine.host } = props;
    new DockerProvider(this, 'docker', { host: engine });
    if (keep === 'data') this.addData(plan);
    else this.addEverything(plan, engine);
  }

  private addData(plan: Plan): void {
    for (const volume of plan.volumes.filter((each) => each.data)) new HostVolume(this, volume, plan);
  }

  private addEverything(plan: Plan, engine: string): void {
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
