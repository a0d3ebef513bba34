import type { Draft } from '../draft.ts';
import type { Mistake } from '../mistake.ts';
import { items, type Rule, services, targets } from './rule.ts';

type TlsDraft = NonNullable<NonNullable<Draft['edge']>['tls']>;
type Field = Exclude<keyof TlsDraft, 'mode'>;

interface TlsPlace {
  readonly tls: TlsDraft;
  readonly path: readonly PropertyKey[];
}

const fieldsOf: Readonly<Record<string, readonly Field[]>> = {
  'self-signed': [],
  files: ['directory'],
  acme: ['authority', 'contact', 'agreeToTerms', 'root'],
};

const required: Readonly<Record<string, Readonly<Partial<Record<Field, string>>>>> = {
  files: { directory: 'write directory: "/etc/causeway/certificates"' },
  acme: {
    contact: 'write contact: "ops@example.com", with an address that is read',
    agreeToTerms: "write agreeToTerms: true once you have read the authority's terms of service",
  },
};

/** Each mode has fields of its own. */
export const tlsFitsItsMode: Rule = (draft) =>
  places(draft).flatMap((place) => [...strangers(place), ...missing(place)]);

function strangers({ tls, path }: TlsPlace): Mistake[] {
  const { mode } = tls;
  if (mode === undefined) return [];
  const known: readonly string[] = ['mode', ...(fieldsOf[mode] ?? [])];
  return Object.keys(tls)
    .filter((field) => !known.includes(field))
    .map((field) => ({
      path: [...path, field],
      rule: `does not go with the mode "${mode}"`,
      fix: 'take it out, or write another mode',
    }));
}

function missing({ tls, path }: TlsPlace): Mistake[] {
  return Object.entries(required[tls.mode ?? ''] ?? {}).flatMap(([field, fix]): Mistake[] => {
    if (!(field in tls)) return [{ path: [...path, field], rule: 'is missing', fix }];
    if (field !== 'agreeToTerms' || tls.agreeToTerms !== false) return [];
    return [{ path: [...path, field], got: false, rule: 'must be true for `acme`', fix }];
  });
}

/** Whoever asks over HTTP cannot be shown that all names below another are ours. */
export const acmeHostsCanBeProven: Rule = (draft) => {
  if (!places(draft).some(({ tls }) => tls.mode === 'acme')) return [];
  return services(draft).flatMap(({ name, service }) =>
    items(service.hosts)
      .filter(({ item }) => item.startsWith('*'))
      .map(({ item, index }) => ({
        path: ['services', name, 'hosts', index],
        got: item,
        rule: 'must not stand for many names where the TLS mode is "acme", whose authority asks each of them over HTTP',
        fix: 'write each name, or use the mode "files"',
      })),
  );
};

function places({ edge, ...draft }: Draft): TlsPlace[] {
  const ofTargets = targets(draft).flatMap(({ name, target: { tls } }) =>
    tls ? [{ tls, path: ['targets', name, 'tls'] }] : [],
  );
  return [...(edge?.tls ? [{ tls: edge.tls, path: ['edge', 'tls'] }] : []), ...ofTargets];
}
