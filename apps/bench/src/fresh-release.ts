import { firstAnswerAfter, mustRun, statusOf, type Target, writeSubject } from '@causeway/verify';
import { bootsOf, wholeBoot } from './boot.ts';
import { type Commanded, commandWhileAsking, type Report, seenAs } from './command.ts';
import { subjectFolder } from './platform.ts';

/** Seconds. */
export interface FreshRelease {
  readonly build: number;
  readonly readyToServing: number;
  readonly boot: number;
  readonly toServing: number;
  readonly toReturn: number;
  /** How late the client itself was at most. */
  readonly clientLag: number;
}

/** Puts a new content live, whose image is there already. */
export async function timeFreshRelease(
  target: Target,
  rate: number,
  content: string,
): Promise<{ figures: FreshRelease; report: Report; image: string }> {
  writeSubject({ content }, subjectFolder);
  const built = await mustRun(target, ['image', 'subject', '--json']);
  const command = await commandWhileAsking(target, rate, 'released', ['release', 'subject']);
  const { image } = JSON.parse(built.stdout);
  return {
    figures: { build: built.seconds, ...(await timesOf(target, command)) },
    report: command.report,
    image,
  };
}

async function timesOf(target: Target, command: Commanded): Promise<Omit<FreshRelease, 'build'>> {
  const { startedAt, readyAt } = wholeBoot(await bootsOf(target, await replicasOf(target, command.report)));
  const servedAt = servingSince(command);
  return {
    readyToServing: (servedAt - readyAt) / 1000,
    boot: (readyAt - startedAt) / 1000,
    toServing: (servedAt - command.beganAt) / 1000,
    toReturn: (command.returnedAt - command.beganAt) / 1000,
    clientLag: command.lag.max / 1000,
  };
}

/** When the client had its first answer of what the command put live. */
export function servingSince({ report, beganAt, observations }: Commanded): number {
  return firstAnswerAfter(beganAt, seenAs(report, report.version), observations);
}

export async function replicasOf(target: Target, { release }: Report): Promise<string[]> {
  const { replicas } = await statusOf(target, 'subject');
  return replicas.filter((replica) => replica.release === release).map(({ container }) => container);
}
