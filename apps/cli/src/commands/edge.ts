import { renderEdge } from '@causeway/edge';
import type { Plan } from '@causeway/plan';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { connect } from '../connections.ts';
import { Failure } from '../failure.ts';
import { ofEach, onHost, printEach } from '../hosts.ts';
import type { Progress } from '../progress.ts';
import { openHosts, type Target, type TargetOptions } from '../target.ts';

/** The edge's files as they are; where no agent runs, as they will be before the first release. */
export async function edge(options: TargetOptions, progress: Progress): Promise<void> {
  const found = await ofEach(await openHosts(options), (host) => files(host, progress));
  printEach(options, found, describe);
}

async function files(target: Target, progress: Progress): Promise<Readonly<Record<string, string>>> {
  const { outline } = target;
  try {
    await connect(target);
    return (await ask(agentOf(outline), { op: 'edge' }, { deadline: answerDeadline })).files;
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'unreachable') throw error;
    const why = 'No agent answers, so this is rendered from the config, without releases and secrets.';
    progress.heading(onHost(target, why));
    return renderEdge(outline, [], placeholders(outline));
  }
}

function placeholders({ services, edge }: Plan): Parameters<typeof renderEdge>[2] {
  const made = '[made on the host]';
  const names = services.flatMap(({ protect }) => protect.flatMap(({ users }) => users));
  return {
    users: Object.fromEntries(names.map((name) => [name, made])),
    certificates: Object.fromEntries(edge.certificates.map(({ name }) => [name, { chain: made, key: made }])),
  };
}

function describe(found: Readonly<Record<string, string>>): string {
  return Object.entries(found)
    .map(([name, content]) => `# ${name}\n${content.trimEnd()}\n`)
    .join('\n');
}
