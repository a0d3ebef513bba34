import { parseArgs } from 'node:util';
import { edgeSuites } from './suites.ts';

export interface EdgeOptions {
  readonly edge: { readonly target: string; readonly config: string } | { readonly file: string };
  readonly only: readonly string[];
}

export const usage = `node apps/verify/src/edge/main.ts --target <target> [options]

Attacks the edge of a running platform from outside, and changes nothing of the platform; prints what holds, and the same goes to .causeway/<target>/edge.json.

  --target <name>     a target of the config
  --at <file>         an edge of any origin instead: what is expected of it, as JSON (CheckedEdge in src/edge/checked-edge.ts)
  --only <suite>      that suite alone, may be given several times: ${edgeSuites.join(', ')}
  --config <file>     the platform's config (default stacks/platform.config.ts)
  --help              this text

The suite sign-ins fails to sign in until it is locked out, and so is this machine's address for a while.
Exit code 0: everything holds. 1: something does not. 2: it could not be looked at.`;

/** Throws with what to write instead. */
export function parseOptions(args: readonly string[]): EdgeOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      target: { type: 'string' },
      at: { type: 'string' },
      config: { type: 'string', default: 'stacks/platform.config.ts' },
      only: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return { edge: edgeOf(values), only: known(values.only) };
}

function edgeOf({
  target,
  at,
  config,
}: {
  target?: string;
  at?: string;
  config: string;
}): EdgeOptions['edge'] {
  if (at !== undefined) return { file: at };
  if (target !== undefined) return { target, config };
  throw new Error('--target: missing; write for example --target local, or --at <file>');
}

function known(only: readonly string[]): readonly string[] {
  const unknown = only.find((name) => !edgeSuites.includes(name));
  if (unknown === undefined) return only;
  throw new Error(`--only ${unknown}: no such suite; write one of ${edgeSuites.join(', ')}`);
}
