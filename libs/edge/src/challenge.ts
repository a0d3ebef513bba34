import type { Route, VirtualHost } from './messages.ts';

/** What a certificate authority asks for over HTTP before it believes that a host is ours (RFC 8555, 8.3). */
export interface Challenge {
  readonly host: string;
  /** Made by the authority; it ends the path that is asked for. */
  readonly token: string;
  readonly keyAuthorization: string;
}

/** The edge answers by itself, before it redirects: exactly the tokens that are out, for exactly their hosts. */
export function withChallenges(host: VirtualHost, challenges: readonly Challenge[]): VirtualHost {
  const ours = challenges.filter((challenge) => host.domains.includes(challenge.host));
  return ours.length === 0 ? host : { ...host, routes: [...ours.map(answer), ...(host.routes ?? [])] };
}

const answer = ({ host, token, keyAuthorization }: Challenge): Route => ({
  name: `challenge/${host}`,
  match: { path: `/.well-known/acme-challenge/${token}` },
  direct_response: { status: 200, body: { inline_string: keyAuthorization } },
});
