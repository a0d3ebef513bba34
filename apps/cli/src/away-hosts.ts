import { AgentLost } from './agent-client.ts';
import { connect } from './connections.ts';
import { Failure } from './failure.ts';
import { type OfHost, onHost, raise } from './hosts.ts';
import { openHosts, type Target, type TargetOptions } from './target.ts';

/** What the hosts say that answer, and why the others do not. */
export interface Seen<Facts> {
  readonly found: readonly OfHost<Facts>[];
  readonly away: readonly OfHost<string>[];
}

/** Looks at each host that answers: with one away, what the others do is all the more of interest. Throws where none answers. */
export async function lookAtHosts<Facts>(
  options: TargetOptions,
  look: (host: Target) => Promise<Facts>,
): Promise<Seen<Facts>> {
  const found: OfHost<Facts>[] = [];
  const away: (OfHost<string> & { readonly error: Failure })[] = [];
  for (const host of await openHosts(options)) {
    const { hostName } = host;
    try {
      await connect(host);
      found.push({ hostName, facts: await look(host) });
    } catch (error) {
      if (!isAway(error)) raise(error, host);
      away.push({ hostName, facts: error.message, error });
    }
  }
  const [first] = away;
  if (found.length === 0 && first) throw first.hostName === undefined ? first.error : failure(away);
  return { found, away: away.map(({ hostName, facts }) => ({ hostName, facts })) };
}

/** Once the others are on the screen: who is away, which ends the command with 3. */
export function refuseAway(away: readonly OfHost<string>[]): void {
  if (away.length > 0) throw failure(away);
}

function failure(away: readonly OfHost<string>[]): Failure {
  return new Failure('unreachable', away.map((each) => onHost(each, each.facts)).join('\n'));
}

function isAway(error: unknown): error is Failure {
  return error instanceof AgentLost || (error instanceof Failure && error.kind === 'unreachable');
}
