import type { ContainerPlan } from '@causeway/plan';
import { DataResource } from 'cdktf';
import { Construct } from 'constructs';

export interface PidsLimitProps {
  /** Docker's id of the container. */
  readonly containerId: string;
  /** Address of the engine. */
  readonly host: string;
}

/** The provider has no attribute for it, so the Docker CLI sets it on each new container and on each new limit. */
export class PidsLimit extends Construct {
  constructor(scope: Construct, { role, pids }: ContainerPlan, { containerId, host }: PidsLimitProps) {
    super(scope, 'pids-limit');
    const limit = new DataResource(this, 'limit', {
      triggersReplace: { container: containerId, pids },
      provisioners: [
        {
          type: 'local-exec',
          command: `docker update --pids-limit ${pids} ${containerId}`,
          environment: { DOCKER_HOST: host },
        },
      ],
    });
    limit.overrideLogicalId(`${role}-pids-limit`);
  }
}
