import type { ContainerPlan } from '@causeway/plan';
import { DataResource } from 'cdktf';
import { Construct } from 'constructs';

export interface HandoverProps {
  /** Name of the container that is about to start. */
  readonly name: string;
  /** Address of the engine. */
  readonly host: string;
}

/**
 * Lets the kernel give connections that wait at a closing listener to another one on its port. Otherwise it resets them.
 * Needs Linux 5.14, and an engine whose root may write the host's settings.
 */
export class Handover extends Construct {
  readonly resource: DataResource;

  constructor(scope: Construct, { role, image }: ContainerPlan, { name, host }: HandoverProps) {
    super(scope, 'handover');
    this.resource = new DataResource(this, 'handover', {
      triggersReplace: { name },
      provisioners: [{ type: 'local-exec', command: command(image), environment: { DOCKER_HOST: host } }],
    });
    this.resource.overrideLogicalId(`${role}-handover`);
  }
}

const setting = '/proc/sys/net/ipv4/tcp_migrate_req';

/** The host's network, because the setting is that network's own; no capability, since its file belongs to root. */
function command(image: string): string {
  return [
    `docker run --rm --network host --user 0 --cap-drop ALL --security-opt no-new-privileges --read-only`,
    `--mount type=bind,source=${setting},target=/setting --entrypoint sh ${image} -c 'echo 1 > /setting'`,
    `|| echo 'net.ipv4.tcp_migrate_req cannot be set: connections that arrive as the old edge closes may be reset'`,
  ].join(' ');
}
