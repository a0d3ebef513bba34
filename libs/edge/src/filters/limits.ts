import type { LimitPlan, ServicePlan } from '@causeway/plan';
import {
  any,
  duration,
  extension,
  overwrite,
  type RateLimitAction,
  type RuntimeFractionalPercent,
  type TokenBucket,
} from '../messages.ts';
import { targetPattern } from '../paths.ts';
import type { EdgeFilter } from './filter.ts';

const name = 'limits';

const type = 'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit';

/** Answers 429 to clients that ask too often; all workers count together. */
export const limits: EdgeFilter = {
  name,
  chain: { ...extension(name, type, { stat_prefix: name }), disabled: true },
  host: ({ service }) => (service.limits?.length ? limited(service.limits.toSorted(byPath)) : undefined),
  routes: () => [],
};

const byPath = (a: LimitPlan, b: LimitPlan) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.per - b.per);

const limited = (entries: NonNullable<ServicePlan['limits']>) =>
  any('envoy.config.route.v3.FilterConfig', {
    config: any(type, {
      stat_prefix: name,
      filter_enabled: always,
      filter_enforced: always,
      token_bucket: endless,
      always_consume_default_token_bucket: false,
      max_dynamic_descriptors: clients,
      descriptors: entries.map((limit, index) => ({
        entries: [{ key: name, value: String(index) }, { key: 'masked_remote_address' }],
        token_bucket: bucket(limit),
      })),
      rate_limits: entries.map(({ path }, index) => ({ actions: [isFor(path, String(index)), client] })),
      response_headers_to_add: [overwrite('retry-after', String(Math.max(...entries.map(untilNext))))],
    }),
  });

const always: RuntimeFractionalPercent = { default_value: { numerator: 100 } };

/** For requests that no limit is for; Envoy wants one. */
const endless: TokenBucket = { max_tokens: 2 ** 31, tokens_per_fill: 2 ** 31, fill_interval: '1s' };

/** Of these each limit keeps count, then it forgets who has not come for longest; some hundred bytes each. */
const clients = 10_000;

const bucket = ({ requests, per, burst }: LimitPlan): TokenBucket => ({
  max_tokens: burst,
  tokens_per_fill: requests,
  fill_interval: duration(per),
});

/** Seconds. */
const untilNext = ({ requests, per }: LimitPlan): number => Math.ceil(per / requests / 1000);

const isFor = (path: string, value: string): RateLimitAction =>
  path === '/'
    ? { generic_key: { descriptor_key: name, descriptor_value: value } }
    : {
        header_value_match: {
          descriptor_key: name,
          descriptor_value: value,
          headers: [{ name: ':path', string_match: { safe_regex: { regex: targetPattern(path) } } }],
        },
      };

// who has one address of an IPv6 network /64 has all of them
const client: RateLimitAction = { masked_remote_address: { v4_prefix_mask_len: 32, v6_prefix_mask_len: 64 } };
