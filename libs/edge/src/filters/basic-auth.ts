import type { ServicePlan } from '@causeway/plan';
import { forward } from '../forward.ts';
import { type Any, any, extension, type Route } from '../messages.ts';
import { pathPattern } from '../paths.ts';
import type { EdgeFilter, Subject } from './filter.ts';
import { protect as name } from './protect.ts';
import { countedSignIns } from './sign-ins.ts';

type ProtectedPath = ServicePlan['protect'][number];

// Envoy wants a user here too, though every route brings its own; no password has this hash
const nobody = 'nobody:{SHA}AAAAAAAAAAAAAAAAAAAAAAAAAAA=';

const userHeader = 'x-remote-user';

/** Asks for the password of one of the users that a protected path names. */
export const basicAuth: EdgeFilter = {
  name,
  chain: {
    ...extension(name, 'envoy.extensions.filters.http.basic_auth.v3.BasicAuth', {
      // without a realm the challenge holds the whole URL
      realm: 'protected',
      users: { inline_string: nobody },
      forward_username_header: userHeader,
      emit_dynamic_metadata: true,
    }),
    disabled: true,
  },
  routes: (subject) =>
    subject.service.protect.toSorted(mostSpecificFirst).flatMap((path) => protectedRoutes(subject, path)),
};

const mostSpecificFirst = (a: ProtectedPath, b: ProtectedPath) =>
  b.path.length - a.path.length || (a.path < b.path ? -1 : 1);

function protectedRoutes(subject: Subject, path: ProtectedPath): Route[] {
  const match = { safe_regex: { regex: pathPattern(path.path) } };
  return forward(subject.destination, name, match).map(
    (route): Route => ({
      ...route,
      typed_per_filter_config: {
        ...route.typed_per_filter_config,
        ...countedSignIns(subject),
        [name]: passwords(subject, path),
      },
      request_headers_to_remove: path.forwardAuthorization ? undefined : ['authorization'],
    }),
  );
}

const passwords = (subject: Subject, path: ProtectedPath): Any =>
  any('envoy.config.route.v3.FilterConfig', {
    config: any('envoy.extensions.filters.http.basic_auth.v3.BasicAuthPerRoute', {
      users: { inline_string: htpasswd(subject, path) },
    }),
  });

const htpasswd = (subject: Subject, { path, users }: ProtectedPath): string =>
  [...new Set(users)]
    .toSorted()
    .map((user) => `${user}:{SHA}${hashOf(subject, path, user)}`)
    .join('\n');

function hashOf({ service, users }: Subject, path: string, user: string): string {
  const hash = users[user];
  if (hash) return hash;
  throw new Error(`${service.name}: ${path} is for ${user}, who has no password; make one on the host first`);
}
