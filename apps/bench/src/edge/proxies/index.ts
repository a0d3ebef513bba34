import type { ServerPlan } from '../server.ts';
import type { Tools } from '../tools.ts';
import { bareEnvoy } from './bare-envoy.ts';
import { caddy } from './caddy.ts';
import { haproxy } from './haproxy.ts';
import { nginx } from './nginx.ts';
import { ourEdge } from './our-edge.ts';
import type { ProxyPlan, Setting } from './proxy.ts';

/** What a run compares, in the order of its tables. */
export type Contestant = (setting: Setting) => ServerPlan;

const ofDebian = { nginx, haproxy, caddy } satisfies Record<string, ProxyPlan>;

/** Ours comes first: the others are told in relation to it. Those whose program is missing are left out. */
export function contestants(envoy: string, tools: Tools): Contestant[] {
  const others = Object.entries(ofDebian).flatMap(([name, plan]) => {
    const tool = tools[name as keyof typeof ofDebian];
    return tool ? [(setting: Setting) => plan(setting, tool)] : [];
  });
  return [
    (setting) => ourEdge('Causeway', envoy, setting),
    (setting) => bareEnvoy(setting, { name: 'bare Envoy', program: envoy, accessLog: false }),
    (setting) => bareEnvoy(setting, { name: 'bare Envoy, access log', program: envoy, accessLog: true }),
    ...others,
  ];
}
