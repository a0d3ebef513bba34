import type { EdgeFiles, EdgeSecrets, ServiceFragment } from '@causeway/edge';

/** Service → what the edge's files hold of it. */
export function shownFragments(files: EdgeFiles): ReadonlyMap<string, ServiceFragment> {
  const [https, http] = [virtualHosts(files, 'rds-https.json'), virtualHosts(files, 'rds-http.json')];
  const clusters = clustersByService(files);
  const fragmentOf = (service: string, secure: VirtualHost, plain: VirtualHost): ServiceFragment => {
    const own = clusters.get(service) ?? [];
    const endpoints = own.flatMap(({ name }) => resources<Endpoints>(files, `eds-${name}.json`));
    return { service, https: secure, http: plain, clusters: own, endpoints };
  };
  return new Map(
    [...https].flatMap(([service, secure]) => {
      const plain = http.get(service);
      return plain ? [[service, fragmentOf(service, secure, withoutChallenges(plain))] as const] : [];
    }),
  );
}

/** Any that the edge shows; undefined before the first. */
export function shownCertificate(files: EdgeFiles): Certificate | undefined {
  const [name] = Object.keys(files).filter((file) => /^sds(-.*)?\.json$/.test(file));
  const [secret] = resources<Secret>(files, name ?? '');
  return (
    secret && {
      chain: secret.tls_certificate.certificate_chain.inline_string,
      key: secret.tls_certificate.private_key.inline_string,
    }
  );
}

type Certificate = EdgeSecrets['certificates'][string];
interface Secret {
  readonly tls_certificate: Record<'certificate_chain' | 'private_key', { readonly inline_string: string }>;
}
type VirtualHost = ServiceFragment['https'];
type Endpoints = ServiceFragment['endpoints'][number];
type Cluster = ServiceFragment['clusters'][number] & {
  readonly metadata?: { readonly filter_metadata: { readonly causeway: { readonly service: string } } };
};

/** They belong to the moment, and not to the service. */
function withoutChallenges({ routes = [], ...host }: VirtualHost): VirtualHost {
  return { ...host, routes: routes.filter(({ name }) => !name?.startsWith('challenge/')) };
}

function virtualHosts(files: EdgeFiles, file: string): ReadonlyMap<string, VirtualHost> {
  const hosts = resources<{ readonly virtual_hosts: readonly VirtualHost[] }>(files, file);
  return new Map(hosts.flatMap(({ virtual_hosts }) => virtual_hosts.map((host) => [host.name, host])));
}

function clustersByService(files: EdgeFiles): ReadonlyMap<string | undefined, Cluster[]> {
  return Map.groupBy(
    resources<Cluster>(files, 'cds.json'),
    ({ metadata }) => metadata?.filter_metadata.causeway.service,
  );
}

/** The file's messages, without the names of their types, which come back when they are written. */
function resources<Message>(files: EdgeFiles, file: string): Message[] {
  const { resources = [] } = JSON.parse(files[file] ?? '{}') as { resources?: { '@type': string }[] };
  return resources.map(({ '@type': _type, ...message }) => message as Message);
}
