import { type Check, checks } from '../checks.ts';
import { Failure } from '../failure.ts';
import { ofEach, printEach, progressOn } from '../hosts.ts';
import type { Progress } from '../progress.ts';
import { openHosts, type Target, type TargetOptions } from '../target.ts';

export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'problem' | 'not looked at';
  /** What was found; of a problem also what to do. */
  readonly says: string;
}

export interface DoctorFacts {
  readonly target: string;
  readonly findings: readonly Finding[];
}

/** Looks for whatever is known to go wrong between here and a platform that serves, and changes nothing. */
export async function doctor(options: TargetOptions, progress: Progress): Promise<void> {
  const found = await ofEach(await openHosts(options), (host) => examine(host, progressOn(host, progress)));
  printEach(options, found, describe);
  refuseProblems(found.flatMap(({ facts }) => facts.findings));
}

async function examine(target: Target, progress: Progress): Promise<DoctorFacts> {
  const findings: Finding[] = [];
  for (const check of checks) findings.push(await find(check, { target, findings, progress }));
  return { target: target.name, findings };
}

interface Examination {
  readonly target: Target;
  readonly findings: readonly Finding[];
  readonly progress: Progress;
}

async function find(check: Check, { target, findings, progress }: Examination): Promise<Finding> {
  const { name } = check;
  const lacking = check.needs.find((need) =>
    findings.some((each) => each.check === need && each.state !== 'ok'),
  );
  if (lacking) return { check: name, state: 'not looked at', says: `it needs: ${lacking}` };
  const said: string[] = [];
  try {
    await progress.step(name, () => check.look(target, (line) => said.push(line)));
    return { check: name, state: 'ok', says: said.join('; ') };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { check: name, state: 'problem', says: error.message };
  }
}

function describe({ findings }: DoctorFacts): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings
    .map(({ check, state, says }) => `${check.padEnd(width)}  ${marks[state]}${says && ` ${says}`}`)
    .join('\n');
}

const marks: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok',
  problem: 'PROBLEM',
  'not looked at': '-',
};

function refuseProblems(findings: readonly Finding[]): void {
  const problems = findings.filter(({ state }) => state === 'problem').map(({ check }) => check);
  if (problems.length === 0) return;
  throw new Failure('obstacle', `doctor: ${problems.join(', ')}; docs/trouble.md has more about each`);
}
