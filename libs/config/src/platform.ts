import { z } from 'zod';
import { namedAuthorities } from './fields/acme-directory.ts';
import { filled } from './fields/field.ts';
import { name } from './fields/name.ts';
import { addressIn } from './fields/subnet.ts';
import { dataSchema } from './nouns/data.ts';
import { edgeSchema } from './nouns/edge.ts';
import { serverSchema } from './nouns/server.ts';
import { serviceSchema } from './nouns/service.ts';
import { targetSchema } from './nouns/target.ts';

export const platformSchema = z.strictObject({
  name: name('phrase').meta({
    description: 'Name of the platform; everything on the engine starts with `<name>-<target>`.',
  }),
  server: serverSchema
    .prefault({})
    .meta({ description: 'The machine: who may log in, and what is installed.' }),
  edge: edgeSchema.prefault({}).meta({ description: 'Envoy, where requests come in.' }),
  data: dataSchema.prefault({}).meta({ description: 'Data services; each runs only if it is named here.' }),
  services: filled(z.record(z.string(), serviceSchema), 'service', {
    api: { project: 'api', hosts: ['localhost'], port: 3000 },
  }).meta({
    description: 'Containers that speak HTTP, by name.',
  }),
  targets: filled(z.record(z.string(), targetSchema), 'target', { local: { http: 8080, https: 8443 } }).meta({
    description: 'Where the platform runs, by name.',
  }),
});

/** What was written with all defaults filled in, field by field. */
export type Fields = z.output<typeof platformSchema>;
type ServiceFields = Fields['services'][string];
type TargetFields = Fields['targets'][string];
type TlsFields = Fields['edge']['tls'];

/** A valid platform: durations in milliseconds, sizes in bytes, all defaults filled in. */
export interface Platform extends Omit<Fields, 'services' | 'edge' | 'targets'> {
  services: Record<string, Service>;
  edge: Omit<Fields['edge'], 'tls'> & { tls: Tls };
  targets: Record<string, Target>;
}

export type Tls =
  | { mode: 'self-signed' }
  /** Of the host. */
  | { mode: 'files'; directory: string }
  /** URL of the authority's directory, e-mail address, and PEM. */
  | { mode: 'acme'; directory: string; contact: string; root?: string };

export interface Service extends Omit<ServiceFields, 'project' | 'image' | 'context' | 'deploy' | 'sticky'> {
  source: Source;
  sticky: Sticky;
  deploy: Deploy;
}

export type Source =
  | { kind: 'project'; project: string }
  | { kind: 'image'; image: string }
  | { kind: 'context'; context: string };

export type Sticky = { cookie: string } | { header: string };

/** Milliseconds; `errors` is a share of 1. */
export type Deploy = ServiceFields['deploy'] & { stopGrace: number; migrateLock: number };
/** `hosts` are there where they are several, and `host` is the first of them. */
export type Target = Omit<TargetFields, 'tls'> & { tls?: Tls };
type HostFields = NonNullable<TargetFields['hosts']>[number];

/** Leaves room for routers and the balancer below. */
const firstMachineOffset = 11;

const stopAfterDrain = 10_000;
const longestLock = 30_000;

/** The text of a file of the workspace. */
type ReadFile = (path: string) => string;

/** The platform that valid fields describe. */
export function platformOf(fields: Fields, read: ReadFile): Platform {
  const services = Object.entries(fields.services).map(
    ([name, service]) => [name, serviceOf(service, read)] as const,
  );
  const targets = Object.entries(fields.targets).map(([name, target]) => [name, targetOf(target)] as const);
  return {
    ...fields,
    edge: { ...fields.edge, tls: tlsOf(fields.edge.tls) },
    services: Object.fromEntries(services),
    targets: Object.fromEntries(targets),
  };
}

function targetOf({ tls, machine, host, hosts: named, ...target }: TargetFields): Target {
  const hosts = machine ? machineHosts(machine) : (named ?? []);
  const first = hosts[0]?.host ?? host;
  return {
    ...target,
    ...(first && { host: first }),
    ...(hosts.length > 1 && { hosts }),
    ...(machine && { machine }),
    ...(tls && { tls: tlsOf(tls) }),
  };
}

/** By the names that Vagrant gives them in the ssh config of the machines. */
function machineHosts({ hosts, network }: NonNullable<TargetFields['machine']>): HostFields[] {
  return Array.from({ length: hosts }, (_, index) => ({
    host: `ssh://host${index + 1}`,
    address: addressIn(network, firstMachineOffset + index),
  }));
}

function tlsOf({ mode, directory = '', authority = 'letsencrypt', contact = '', root }: TlsFields): Tls {
  switch (mode) {
    case 'self-signed':
      return { mode };
    case 'files':
      return { mode, directory };
    case 'acme':
      return { mode, directory: namedAuthorities[authority] ?? authority, contact, ...(root && { root }) };
    default:
      return mode satisfies never;
  }
}

function serviceOf(
  { project, image, context, deploy, sticky, ...rest }: ServiceFields,
  read: ReadFile,
): Service {
  return {
    source: sourceOf({ project, image, context }),
    ...rest,
    errorPages: Object.fromEntries(Object.entries(rest.errorPages).map(([page, file]) => [page, read(file)])),
    headers: { ...ownHeaders, ...rest.headers },
    sticky: stickyOf(sticky),
    deploy: deployOf(deploy),
  };
}

/** What no ordinary page misses, and every scanner looks for. */
const ownHeaders = {
  'referrer-policy': 'strict-origin-when-cross-origin',
  // a year, this host alone: subdomains and preload lists are for the owner of the domain to decide
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  // of no effect where the application says `frame-ancestors`
  'x-frame-options': 'SAMEORIGIN',
};

function deployOf(deploy: ServiceFields['deploy']): Deploy {
  return {
    ...deploy,
    stopGrace: deploy.stopGrace ?? deploy.drain + stopAfterDrain,
    migrateLock: deploy.migrateLock ?? Math.min(longestLock, deploy.migrate),
  };
}

function stickyOf({ cookie, header }: ServiceFields['sticky']): Sticky {
  return header === undefined ? { cookie: cookie ?? '' } : { header };
}

function sourceOf({ project, image, context }: Pick<ServiceFields, 'project' | 'image' | 'context'>): Source {
  if (project !== undefined) return { kind: 'project', project };
  if (image !== undefined) return { kind: 'image', image };
  return { kind: 'context', context: context ?? '.' };
}
