import { parseArgs } from 'node:util';

export const proofs = ['failures', 'kills', 'races', 'growth'] as const;
export type Proof = (typeof proofs)[number];

export interface FaultOptions {
  readonly proofs: readonly Proof[];
  /** Names of failure classes, journal steps or blows; empty: all of them. */
  readonly only: readonly string[];
  readonly repeat: number;
  readonly races: number;
  readonly releases: number;
  /** Whether the engine's daemon may be restarted, which everything on the machine feels. */
  readonly restartEngine: boolean;
  readonly keep: boolean;
}

export const usage = `node apps/verify/src/faults/main.ts [options]

Brings up a platform of its own (trial on target faults), makes releases go wrong on it, and takes it down again.
Prints what became of each; the same goes to .causeway/faults.json.

  --proof <name>      that part alone, may be given several times: ${proofs.join(', ')}
  --only <name>       that failure class, journal step or blow alone, may be given several times
  --short             the short form that \`npm test\` runs
  --repeat <count>    tries of each failure class (default 1)
  --races <count>     pairs of releases at the same moment (default 20)
  --releases <count>  releases for growth (default 25)
  --restart-engine    also restart the engine's daemon; everything else on the machine feels it too
  --keep              leave the platform up at the end
  --help              this text

Exit code 0: everything holds. 1: something does not. 2: it could not be looked at.`;

/** Enough to notice that one of the mechanisms is gone: before the switch, at it, after it, and without the agent. */
const shortForm: Partial<FaultOptions> = {
  proofs: ['failures', 'kills', 'races'],
  only: [
    'crash loop',
    'migration fails',
    'start × agent killed',
    'switch × agent killed',
    'ready × command killed',
  ],
  races: 1,
};

/** Throws with what to write instead. */
export function parseOptions(args: readonly string[]): FaultOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      proof: { type: 'string', multiple: true, default: [...proofs] },
      only: { type: 'string', multiple: true, default: [] },
      short: { type: 'boolean', default: false },
      repeat: { type: 'string', default: '1' },
      races: { type: 'string', default: '20' },
      releases: { type: 'string', default: '25' },
      'restart-engine': { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    proofs: values.proof.map(known),
    only: values.only,
    repeat: count('--repeat', values.repeat),
    races: count('--races', values.races),
    releases: count('--releases', values.releases),
    restartEngine: values['restart-engine'],
    keep: values.keep,
    ...(values.short && shortForm),
  };
}

function known(name: string): Proof {
  const found = proofs.find((proof) => proof === name);
  if (found) return found;
  throw new Error(`--proof ${name}: no such proof; write one of ${proofs.join(', ')}`);
}

function count(option: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`${option} ${value}: must be a whole number above 0; write for example ${option} 20`);
}
