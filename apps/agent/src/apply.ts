import type { Results } from '@causeway/release';
import { readChain } from './certificate-file.ts';
import { edgeUsers, type Host, type PlannedHost } from './host.ts';
import { log } from './log.ts';

/** Brings the host to its plan: database roles, users, certificate, edge. Releases are asked for one by one. */
export async function apply(
  host: Host,
  planned: PlannedHost,
  renewCertificates: () => Promise<void>,
): Promise<Results['apply']> {
  await ensureDatabases(planned);
  await ensureUsers(host, planned);
  await planned.edge.adopt();
  await awaitCertificates(planned, renewCertificates);
  return {
    changed: [...planned.edge.errors].map(
      ([where, error]) => `${where}${standing(host, planned, where)}: ${error}`,
    ),
    ca: await trusted(host, planned),
  };
}

/** What takes longer goes on by itself, and the edge's errors name what is missing. Milliseconds. */
const certificatesWithin = 90_000;

/** The edge serves by now, so that an authority can ask it. */
async function awaitCertificates(
  { ports: { clock } }: PlannedHost,
  renew: () => Promise<void>,
): Promise<void> {
  await clock
    .within(certificatesWithin, () => 'certificates', renew())
    .catch((error) => log('not every certificate is shown yet', { error: error.message }));
}

/** PEM: the local authority, and whoever has signed what others have issued. */
async function trusted({ authority }: Host, { plan, ports, certificates }: PlannedHost): Promise<string> {
  const local = await authority.authorityCertificate(plan.platform, ports.clock.now());
  const served = plan.edge.tls.mode === 'self-signed' ? [] : Object.values(await certificates());
  const issuers = served
    .filter(({ standIn }) => !standIn)
    .map(({ chain }) => readChain(chain).at(-1)?.toString());
  return [...new Set([local, ...issuers])].join('');
}

async function ensureDatabases({ plan, postgres }: PlannedHost): Promise<void> {
  const services = plan.services.filter(({ uses }) => uses.includes('postgres')).map(({ name }) => name);
  await postgres?.ensure(services);
}

async function ensureUsers({ passwords }: Host, { plan }: PlannedHost): Promise<void> {
  for (const user of edgeUsers(...plan.services)) await passwords.of('user', user);
}

/** What becomes of a service whose new settings are refused; nothing for a file. */
function standing({ accepted }: Host, { plan }: PlannedHost, where: string): string {
  if (!plan.services.some(({ name }) => name === where)) return '';
  return accepted.of(where) ? ' keeps its last good settings' : ' is not served';
}
