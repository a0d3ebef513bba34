import type { CertificatePlan, TlsPlan } from './plan.ts';

type Services = Readonly<Record<string, { readonly hosts: readonly string[] }>>;

/** Which certificates the edge shows. */
export function planCertificates({ mode }: Pick<TlsPlan, 'mode'>, services: Services): CertificatePlan[] {
  switch (mode) {
    case 'self-signed':
      return [local(hostsOf(services))];
    case 'files':
      return Object.entries(services).map(([service, { hosts }]) => ({
        name: `certificate-${service}`,
        from: 'files',
        hosts: named(hosts),
        service,
      }));
    case 'acme':
      return acmeCertificates(hostsOf(services));
    default:
      return mode satisfies never;
  }
}

/** The last of them is for what no authority signs, such as `localhost`. */
function acmeCertificates(hosts: readonly string[]): CertificatePlan[] {
  const signed = hosts
    .filter(canBeProven)
    .map((host): CertificatePlan => ({ name: `certificate-${host}`, from: 'acme', hosts: [host] }));
  const others = hosts.filter((host) => !canBeProven(host));
  return others.length > 0 ? [...signed, local(others)] : signed;
}

/** No authority asks a name without a dot, and none believes one over HTTP for all names below another. */
function canBeProven(host: string): boolean {
  return host.includes('.') && !host.startsWith('*') && !host.endsWith('.localhost');
}

function local(hosts: readonly string[]): CertificatePlan {
  return { name: 'certificate', from: 'local', hosts: named(hosts) };
}

/** No certificate is good for every name, so that the host `*` adds none. */
function named(hosts: readonly string[]): string[] {
  return hosts.filter((host) => host !== '*');
}

function hostsOf(services: Services): string[] {
  return [...new Set(Object.values(services).flatMap(({ hosts }) => hosts))].sort();
}
