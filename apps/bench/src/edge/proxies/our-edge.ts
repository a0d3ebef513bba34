import { join } from 'node:path';
import { type PlatformInput, parsePlatform } from '@causeway/config';
import { type LiveService, renderBootstrap, renderEdge } from '@causeway/edge';
import { testSecrets } from '@causeway/edge/testing';
import { edgeArguments, type Plan, planPlatform } from '@causeway/plan';
import type { ServerPlan } from '../server.ts';
import { rules, type Setting } from './proxy.ts';

type ServiceInput = NonNullable<PlatformInput['services']>[string];

type TargetInput = PlatformInput['targets'][string];

/** How an edge differs from the defaults. */
export interface Difference {
  /** In the config, as a user writes it. */
  readonly service?: Partial<ServiceInput>;
  readonly edge?: PlatformInput['edge'];
  readonly target?: Partial<TargetInput>;
  /** What no user can switch, taken out of the files: by name, a change of each resource in it. */
  readonly without?: Readonly<Record<string, (resource: Resource) => void>>;
}

// biome-ignore lint/suspicious/noExplicitAny: a resource of Envoy's, read from JSON
export type Resource = any;

/** The edge as a platform has it, from its config on. */
export function ourEdge(
  name: string,
  program: string,
  setting: Setting,
  difference: Difference = {},
): ServerPlan {
  const plan = planOf(setting, difference);
  const files = renderEdge(plan, [live(setting, plan)], testSecrets(rules.user));
  return {
    name,
    program,
    args: edgeArguments(plan.edge, join(setting.folder, 'bootstrap.json')),
    folder: setting.folder,
    files: {
      ...Object.fromEntries(
        Object.entries(files).map(([file, content]) => [file, changed(content, difference.without?.[file])]),
      ),
      'bootstrap.json': renderBootstrap(plan),
    },
  };
}

/** One worker, and paths of its own; all else is what the config makes of it. */
function planOf({ port, folder }: Setting, difference: Difference): Plan {
  const plan = planPlatform(parsePlatform(platformOf(port, difference)), 'here', facts);
  const paths = { directory: folder, adminSocket: join(folder, 'admin.sock') };
  return { ...plan, edge: { ...plan.edge, ...paths, concurrency: 1 } };
}

const facts = {
  engine: { host: 'unix:///var/run/docker.sock', socket: '/var/run/docker.sock', desktop: false, cpus: 1 },
  images: { edge: 'sha256:0', agent: 'sha256:0', postgres: 'sha256:0', redis: 'sha256:0' },
};

function platformOf(port: number, { service, edge, target }: Difference): PlatformInput {
  return {
    name: 'bench',
    ...(edge && { edge }),
    services: {
      service: {
        image: 'registry.example/service:1',
        hosts: ['localhost'],
        port: 5000,
        health: { path: '/status' },
        block: [rules.blocked],
        protect: [{ path: rules.protected, users: [rules.user] }],
        ...service,
      } as ServiceInput,
    },
    targets: { here: { http: port + 1, https: port, ...target } },
  };
}

function live({ backend }: Setting, { services }: Plan): LiveService {
  const [service] = services;
  const { health, protocol } = service ?? {};
  return {
    service: 'service',
    serving: '1',
    releases: [
      {
        ...(health && { health }),
        ...(protocol && { protocol }),
        release: '1',
        version: '1.0.0+1',
        endpoints: [{ address: '127.0.0.1', port: backend, replica: 1 }],
      },
    ],
  };
}

function changed(content: string, change: ((resource: Resource) => void) | undefined): string {
  if (!change) return content;
  const file = JSON.parse(content);
  file.resources.forEach(change);
  return JSON.stringify(file);
}
