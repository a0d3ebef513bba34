import type { Plan, ServicePlan } from '@causeway/plan';
import { type Challenge, withChallenges } from './challenge.ts';
import { renderFragment, type ServiceClusters, type ServiceFragment } from './fragment.ts';
import { gateCluster } from './gate.ts';
import { listeners } from './listener.ts';
import type { EdgeSecrets, LiveService } from './live.ts';
import type { Cluster } from './messages.ts';
import { type EdgeFiles, fileNames, isCertificateFile, renderFile } from './resource-file.ts';
import { routeConfiguration } from './routes.ts';
import { httpsScope } from './scope.ts';
import { certificateFiles } from './tls.ts';

/** Files that hold a key or password hashes: mode 0600 for the edge's user. */
export const isSecretFile = (name: string): boolean =>
  name === fileNames.httpsRoutes || isCertificateFile(name);

/** Every file of the edge for what runs now; services that are not live answer 503. */
export function renderEdge(plan: Plan, live: readonly LiveService[], secrets: EdgeSecrets): EdgeFiles {
  const states = new Map(live.map((state) => [state.service, state]));
  const fragments = plan.services.map((service) =>
    renderFragment(plan, service, states.get(service.name) ?? unreleased(service), secrets.users),
  );
  return composeEdge(plan, fragments, secrets.certificates);
}

const unreleased = ({ name }: ServicePlan): LiveService => ({ service: name, releases: [] });

/**
 * The files of these services' fragments together, each before the ones that refer to it. `leaving` are those that nobody is
 * routed to any more, and that finish what they have in hand.
 */
export function composeEdge(
  plan: Plan,
  fragments: readonly ServiceFragment[],
  certificates: EdgeSecrets['certificates'],
  challenges: readonly Challenge[] = [],
  leaving: readonly ServiceClusters[] = [],
): EdgeFiles {
  const services = fragments.toSorted(byService);
  const known = [...services, ...leaving.toSorted(byService)];
  refuseSharedClusters(known);
  return {
    ...endpointFiles(known),
    [fileNames.clusters]: renderFile(
      'cluster',
      [...known.flatMap(({ clusters }) => clusters), gateCluster(plan)].toSorted(byName),
    ),
    ...certificateFiles(plan, certificates),
    [fileNames.httpRoutes]: renderFile('routes', [
      routeConfiguration(
        'http',
        services.map(({ http }) => withChallenges(http, challenges)),
      ),
    ]),
    [fileNames.scopes]: renderFile('scope', [httpsScope]),
    [fileNames.httpsRoutes]: renderFile('routes', [
      routeConfiguration(
        'https',
        services.map(({ https }) => https),
      ),
    ]),
    [fileNames.listeners]: renderFile('listener', listeners(plan)),
  };
}

const byService = (a: ServiceClusters, b: ServiceClusters) => (a.service < b.service ? -1 : 1);

// as the stages between two sets of files have them
const byName = (a: Cluster, b: Cluster) => (a.name < b.name ? -1 : 1);

/** What the edge finds at its very first start: nothing to listen on. */
export const emptyEdge = (): EdgeFiles => ({
  [fileNames.clusters]: renderFile('cluster', []),
  [fileNames.listeners]: renderFile('listener', []),
});

const endpointFiles = (services: readonly ServiceClusters[]): EdgeFiles =>
  Object.fromEntries(
    services
      .flatMap(({ endpoints }) => endpoints)
      .map((assignment) => [
        fileNames.endpoints(assignment.cluster_name),
        renderFile('endpoints', [assignment]),
      ]),
  );

// `a` with release `b-1` and `a-b` with release `1` would be one cluster
function refuseSharedClusters(services: readonly ServiceClusters[]): void {
  const owners = new Map<string, string>();
  for (const { service, clusters } of services) {
    for (const { name } of clusters) {
      const owner = owners.get(name);
      if (owner) throw new Error(`${service} and ${owner} both have a cluster ${name}; rename one service`);
      owners.set(name, service);
    }
  }
}
