import type { ServerPlan } from '../server.ts';
import type { Found } from '../tools.ts';

/** What every proxy of a run is given. */
export interface Setting {
  readonly port: number;
  /** For its own files. */
  readonly folder: string;
  /** Where the backend listens on loopback. */
  readonly backend: number;
  readonly certificate: { readonly chain: string; readonly key: string };
}

/** How a proxy of Debian's is told to do the same as the edge. */
export type ProxyPlan = (setting: Setting, tool: Found) => ServerPlan;

/** The rules that all have: a blocked path, a protected one, headers of answers. */
export const rules = {
  blocked: '/internal',
  protected: '/admin',
  user: 'developer',
  headers: {
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
  },
} as const;

/** PEM as most programs want it: the chain, then the key. */
export function bundle({ chain, key }: Setting['certificate']): string {
  return chain + key;
}
