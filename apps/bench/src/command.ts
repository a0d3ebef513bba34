import { attempt, type Ended, type LoadRecord, type Observation, type Target } from '@causeway/verify';
import { whileAsking } from './client.ts';

/** What a command says of the release that it put live, or did not, as JSON. */
export interface Report {
  readonly outcome: string;
  readonly service: string;
  readonly version: string;
  readonly release: string;
  /** The version that served before. */
  readonly previous?: string;
}

/** A command with all that the client saw meanwhile; times in milliseconds since the epoch. */
export interface Commanded {
  readonly report: Report;
  readonly beganAt: number;
  readonly returnedAt: number;
  readonly observations: readonly Observation[];
  readonly lag: LoadRecord['lag'];
}

/** Gives a command while the client asks. Throws with the command's own message when something else comes of it. */
export async function commandWhileAsking(
  target: Target,
  rate: number,
  outcome: string,
  args: readonly string[],
): Promise<Commanded> {
  const { result, record } = await whileAsking(target, rate, async () => {
    const beganAt = Date.now();
    const ended = await attempt(target, [...args, '--json']);
    return { beganAt, returnedAt: beganAt + ended.seconds * 1000, ended };
  });
  const { ended, ...times } = result;
  const { observations, lag } = record;
  return { report: readReport(ended, outcome, args), ...times, observations, lag };
}

/** As the edge names it in its answers. */
export function seenAs({ service }: Report, version: string | undefined): string {
  return `${service}@${version}`;
}

function readReport({ stdout, stderr, exitCode }: Ended, outcome: string, args: readonly string[]): Report {
  const report: Report | undefined = stdout.startsWith('{') ? JSON.parse(stdout) : undefined;
  if (report?.outcome === outcome) return report;
  const words = report ? `it was ${report.outcome}` : `exit code ${exitCode}`;
  throw new Error(`causeway ${args.join(' ')}: was to be ${outcome}, but ${words}\n${stderr}`);
}
