import type { EdgeFiles, ServiceFragment } from '@causeway/edge';

/** What the edge's files hold of a service now; undefined when they hold nothing of it. */
export function shownFragment(files: EdgeFiles, service: string): ServiceFragment | undefined {
  const [https, http] = ['rds-https.json', 'rds-http.json'].map((file) => virtualHost(files, file, service));
  if (!https || !http) return undefined;
  const clusters = resources<Cluster>(files, 'cds.json').filter(
    ({ metadata }) => metadata?.filter_metadata.causeway.service === service,
  );
  const endpoints = clusters.flatMap(({ name }) => resources<Endpoints>(files, `eds-${name}.json`));
  return { service, https, http, clusters, endpoints };
}

type VirtualHost = ServiceFragment['https'];
type Endpoints = ServiceFragment['endpoints'][number];
type Cluster = ServiceFragment['clusters'][number] & {
  readonly metadata?: { readonly filter_metadata: { readonly causeway: { readonly service: string } } };
};

function virtualHost(files: EdgeFiles, file: string, service: string): VirtualHost | undefined {
  return resources<{ readonly virtual_hosts: readonly VirtualHost[] }>(files, file)
    .flatMap(({ virtual_hosts }) => virtual_hosts)
    .find(({ name }) => name === service);
}

/** The file's messages, without the names of their types, which come back when they are written. */
function resources<Message>(files: EdgeFiles, file: string): Message[] {
  const { resources = [] } = JSON.parse(files[file] ?? '{}') as { resources?: { '@type': string }[] };
  return resources.map(({ '@type': _type, ...message }) => message as Message);
}
