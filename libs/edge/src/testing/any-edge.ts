import type { EdgePlan, ServicePlan, TlsPlan } from '@causeway/plan';
import fc from 'fast-check';
import type { Challenge } from '../challenge.ts';
import { composeEdge } from '../edge.ts';
import { renderClusters, renderFragment } from '../fragment.ts';
import type { EdgeSecrets, LiveRelease, LiveService } from '../live.ts';
import { pageStatuses } from '../own-pages.ts';
import type { EdgeFiles } from '../resource-file.ts';
import { certificatesFrom, plainService, secretsFor, testPlan, testSecrets } from './plan.ts';

/** What the edge is rendered from. */
export interface EdgeInput {
  readonly plan: ReturnType<typeof testPlan>;
  readonly live: readonly LiveService[];
  readonly secrets: EdgeSecrets;
  /** Services that the plan does not name any more. */
  readonly leaving?: readonly Leaving[];
  readonly challenges?: readonly Challenge[];
}

interface Leaving {
  readonly settings: ServicePlan;
  readonly live: LiveService;
}

export function renderInput({ plan, live, secrets, challenges, leaving = [] }: EdgeInput): EdgeFiles {
  const states = new Map(live.map((state) => [state.service, state]));
  const fragments = plan.services.map((service) => {
    const state = states.get(service.name) ?? { service: service.name, releases: [] };
    return renderFragment(plan, service, state, secrets.users);
  });
  const ended = leaving.map(({ settings, live }) => renderClusters(plan, settings, live));
  return composeEdge(plan, fragments, secrets.certificates, challenges, ended);
}

const anySignIns = fc.record({
  failures: fc.integer({ min: 4, max: 1000 }),
  failuresInAll: fc.integer({ min: 4, max: 100_000 }),
  per: fc.integer({ min: 1000, max: 86_400_000 }),
});

/** Networks start at their first address, as the config wants them. */
const anyNetwork = fc.oneof(
  fc.tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 1, max: 32 })).map(([address, bits]) => {
    const first = BigInt(address) & ~((1n << BigInt(32 - bits)) - 1n);
    return `${[24n, 16n, 8n, 0n].map((shift) => (first >> shift) & 255n).join('.')}/${bits}`;
  }),
  fc
    .tuple(fc.integer({ min: 1, max: 0xffff }), fc.integer({ min: 16, max: 128 }))
    .map(([group, bits]) => `${group.toString(16)}::/${bits}`),
);

const anyTls: fc.Arbitrary<TlsPlan> = fc.constantFrom<TlsPlan[]>(
  { mode: 'self-signed' },
  { mode: 'files', directory: '/certificates', source: '/etc/causeway' },
  { mode: 'acme', directory: 'https://acme.example/dir', contact: 'ann@phrase.example' },
);

/** But for the certificates, which are those of its services. */
const anyEdgePlan: fc.Arbitrary<Partial<EdgePlan>> = fc
  .record(
    {
      showRelease: fc.boolean(),
      signIns: anySignIns,
      tls: anyTls,
      concurrency: fc.integer({ min: 1, max: 4 }),
      trustedProxies: fc
        .uniqueArray(anyNetwork, { minLength: 1, maxLength: 4 })
        .map((networks) => networks.toSorted()),
      front: fc.constantFrom(
        { address: '127.0.0.9', from: '127.0.0.8' },
        { address: '192.168.56.11', from: '192.168.56.10' },
      ),
      metrics: fc.constant({ address: '127.0.0.1', port: 9464, ownAdminSocket: '/tmp/admin.sock' }),
      ports: fc.constant({ http: 80, https: 443 }),
    },
    { requiredKeys: ['showRelease', 'signIns', 'tls', 'concurrency'] },
  )
  .map(({ ports, ...edge }) => ({ ...edge, ...ports }));

/** As an authority makes them. */
const anyToken = fc.stringMatching(/^[A-Za-z0-9_-]{1,43}$/);

/** Everything that a config may ask of the edge, at random, and whatever state its services may be in. */
export const anyEdge: fc.Arbitrary<EdgeInput> = fc
  .record({
    names: fc.uniqueArray(serviceName(), { minLength: 1, maxLength: 5 }),
    leaving: fc.nat(2),
    takesAnyHost: fc.boolean(),
    edge: anyEdgePlan,
    tokens: fc.array(anyToken, { maxLength: 2 }),
  })
  .chain(({ names, leaving, takesAnyHost, edge, tokens }) => {
    const staying = Math.max(1, names.length - leaving);
    return fc
      .record({
        services: services(names.slice(0, staying), takesAnyHost),
        leaving: services(names.slice(staying), false),
      })
      .map(({ services, leaving }) => inputOf(services, leaving, { edge, tokens }));
  });

const services = (names: readonly string[], firstTakesAnyHost: boolean) =>
  fc.tuple(...names.map((name, index) => anyService(name, firstTakesAnyHost && index === 0)));

interface AnyService {
  readonly service: ServicePlan;
  readonly live: LiveService | undefined;
}

function inputOf(
  services: readonly AnyService[],
  leaving: readonly AnyService[],
  { edge, tokens }: { readonly edge: Partial<EdgePlan>; readonly tokens: readonly string[] },
): EdgeInput {
  const plans = services.map(({ service }) => service);
  const certificates = certificatesFrom(edge.tls?.mode ?? 'self-signed', plans);
  return {
    plan: testPlan(plans, { ...edge, certificates }),
    live: services.flatMap(({ live }) => live ?? []),
    secrets: { ...secretsFor(...certificates), users: testSecrets(...accounts).users },
    leaving: leaving.flatMap(({ service, live }) => (live ? [{ settings: service, live }] : [])),
    challenges: tokens.map((token) => ({
      host: plans[0]?.hosts[0] ?? '',
      token,
      keyAuthorization: `${token}.thumb`,
    })),
  };
}

const accounts = ['alice', 'Bob', 'carol.o-hara@example.com', '0'];

function serviceName(): fc.Arbitrary<string> {
  return fc.stringMatching(/^[a-z][a-z0-9]{0,8}(?:-[a-z0-9]{1,8}){0,2}$/);
}

const anyService = (name: string, takesAnyHost: boolean) =>
  fc.record({
    service: anyServicePlan(name, takesAnyHost),
    live: fc.option(anyLive(name), { nil: undefined }),
  });

const anyServicePlan = (name: string, takesAnyHost: boolean): fc.Arbitrary<ServicePlan> =>
  fc
    .record(
      {
        hosts: fc.uniqueArray(anyHost(name, takesAnyHost), { minLength: 1, maxLength: 3 }),
        block: fc.uniqueArray(anyRule, { maxLength: 3 }),
        escapedSlashes: fc.constant('reject' as const),
        protect: fc.uniqueArray(anyProtected, {
          maxLength: 3,
          selector: ({ path }) => path,
        }),
        limits: fc.uniqueArray(anyLimit, { maxLength: 3, selector: ({ path, per }) => `${path} ${per}` }),
        access: fc.uniqueArray(anyAccess, { maxLength: 3, selector: ({ path }) => path }),
        errorPages: fc.dictionary(fc.constantFrom('any', ...pageStatuses.map(String)), anyPage, {
          maxKeys: 3,
        }),
        compress: fc.record({ what: fc.constantFrom('assets', 'all'), brotli: fc.boolean() }),
        protocol: fc.constant('http2' as const),
        headers: fc.dictionary(fc.stringMatching(/^x-[a-z]{1,5}$/), anyText, { maxKeys: 3 }),
        sticky: fc.oneof(
          fc.record({ cookie: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,20}$/) }),
          fc.record({ header: fc.stringMatching(/^x-[a-z0-9_-]{1,20}$/) }),
        ),
      },
      { requiredKeys: ['hosts'] },
    )
    .map((wanted) => plainService(name, wanted));

const anyHost = (name: string, takesAnyHost: boolean): fc.Arbitrary<string> =>
  fc.oneof(
    fc.stringMatching(/^[a-z0-9]{1,8}$/).map((label) => `${label}.${name}.example`),
    // the last two are of no public authority
    fc.constantFrom(`*.${name}.example`, name, `${name}.localhost`, ...(takesAnyHost ? ['*'] : [])),
  );

/** A path as a rule may name it. */
const anyRule: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('/') },
  {
    weight: 9,
    arbitrary: fc
      .array(fc.stringMatching(/^[A-Za-z0-9\-._~!$&'()+,=:@]{1,12}$/), { minLength: 1, maxLength: 8 })
      .filter((segments) => segments.every((segment) => !/^\.{1,2}$/.test(segment)))
      .map((segments) => `/${segments.join('/')}`),
  },
);

const anyProtected = fc
  .record({
    path: anyRule,
    users: fc.uniqueArray(fc.constantFrom(...accounts), { minLength: 1 }),
    forwards: fc.boolean(),
  })
  .map(({ forwards, ...path }) => ({ ...path, ...(forwards && { forwardAuthorization: true as const }) }));

const count = fc.integer({ min: 1, max: 1_000_000 });

const anyLimit = fc.record({
  path: anyRule,
  requests: count,
  per: fc.constantFrom(1000, 1500, 60_000, 86_400_000),
  burst: count,
});

const anyNetworks = fc.uniqueArray(anyNetwork, { minLength: 1, maxLength: 4 });

const anyAccess = fc.oneof(
  fc.record({ path: anyRule, allow: anyNetworks }),
  fc.record({ path: anyRule, deny: anyNetworks }),
  fc.record({ path: anyRule, allow: anyNetworks, deny: anyNetworks }),
);

/** With what means something to Envoy or to HTTP. */
const anyText = fc.oneof(fc.stringMatching(/^[ -~]{0,30}$/), fc.constantFrom('100 %', '%REQ(:PATH)%', '"'));

/** Somebody's HTML, which may hold anything. */
const anyPage = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom('{{request-id}}', '%RESPONSE_CODE%', '100 %', '</html>'),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));

const anyLive = (service: string): fc.Arbitrary<LiveService> =>
  fc
    .uniqueArray(anyRelease, { minLength: 1, maxLength: 3, selector: ({ release }) => release })
    .chain((releases) =>
      fc.record({ releases: fc.constant(releases), ...anyState(releases.map(({ release }) => release)) }),
    )
    .map(({ serving, canary, maintenance, ...rest }) => ({
      service,
      ...rest,
      ...(serving !== undefined && { serving }),
      ...(canary && serving !== undefined && canary.release !== serving && { canary }),
      ...(maintenance && { maintenance }),
    }));

const anyState = (releases: readonly string[]) => ({
  serving: fc.option(fc.constantFrom(...releases), { nil: undefined }),
  canary: fc.option(
    fc.record({
      release: fc.constantFrom(...releases),
      percent: fc.integer({ min: 1, max: 9999 }).map(percent),
    }),
    { nil: undefined },
  ),
  maintenance: fc.option(
    fc.record(
      {
        retryAfter: fc.integer({ min: 1, max: 86_400 }),
        page: fc.string({ unit: 'grapheme', maxLength: 200 }),
      },
      { requiredKeys: ['retryAfter'] },
    ),
    { nil: undefined },
  ),
  paused: fc.boolean(),
});

const percent = (hundredths: number): number => hundredths / 100;

const anyRelease: fc.Arbitrary<LiveRelease> = fc.record(
  {
    release: fc.integer({ min: 1, max: 99_999 }).map(String),
    version: fc.stringMatching(/^\d\.\d{1,3}\.\d(?:-[a-z]{1,5}%?)?\+\d{1,4}$/),
    health: fc.record({
      path: fc.stringMatching(/^\/[a-zA-Z0-9\-._~!$&'()*+,=:@/?]{0,20}$/),
      interval: fc.integer({ min: 50, max: 60_000 }),
      timeout: fc.integer({ min: 10, max: 60_000 }),
    }),
    protocol: fc.constant('http2' as const),
    endpoints: fc
      .uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 4 })
      .map((replicas) => replicas.map(endpoint)),
  },
  { requiredKeys: ['release', 'version', 'endpoints'] },
);

/** Where nobody listens. */
const endpoint = (replica: number) => ({ address: `127.66.0.${replica}`, port: 1, replica });
