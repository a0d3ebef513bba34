import { access, constants, mkdir, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ReleaseReport } from '@causeway/release';
import { endingOf } from './ending.ts';
import { Failure } from './failure.ts';
import { ReleaseFailure, ReportUnwritten } from './release-report.ts';
import type { TargetFiles } from './workspace.ts';

/** Of a target; what is older the history still tells. */
const mostReports = 100;

/**
 * Runs a release whose report goes into `file`: of what ended before there was one, how it ended. What an earlier release has
 * left there is gone before it begins, so that nobody takes that for its report.
 */
export async function reportingTo(file: string, work: () => Promise<void>): Promise<void> {
  await emptyReportFile(file);
  await work().catch(async (error: unknown) => {
    // what ends the command is told whatever becomes of the file
    if (!(error instanceof ReportUnwritten))
      await writeFile(resolve(file), textOf(endOf(error))).catch(() => {});
    throw error;
  });
}

/** Of several hosts' reports that of the one where it failed. */
function endOf(error: unknown): object {
  return error instanceof ReleaseFailure ? error.report : endingOf(error);
}

/** Nobody wants to hear after the release that the file named for its report cannot be written. */
async function emptyReportFile(file: string): Promise<void> {
  const path = resolve(file);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const present = await stat(path).catch(() => undefined);
    if (present?.isDirectory()) throw new Failure('mistake', `--report ${file}: it is a folder; name a file`);
    await access(present ? path : dirname(path), constants.W_OK);
    if (present?.isFile()) await truncate(path);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure('mistake', `--report ${file}: cannot be written (${code}); name another file`);
  }
}

/** Writes the report for machines into the target's folder and, where one is named, a file; the oldest go. */
export async function saveReport(
  { releases }: Pick<TargetFiles, 'releases'>,
  report: ReleaseReport,
  file?: string,
): Promise<void> {
  for (const path of [join(releases, nameOf(report)), ...(file ? [resolve(file)] : [])]) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, textOf(report));
  }
  await prune(releases);
}

function textOf(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** A release's own report is not lost when one goes back to it, or asks for it again. */
function nameOf({ service, version, previous, outcome, error }: ReleaseReport): string {
  const name = `${service}-${version}`;
  if (outcome === 'unchanged') return `${name}-unchanged.json`;
  if (outcome === 'rolled-back' && error === undefined) return `${name}-rollback-from-${previous}.json`;
  return `${name}.json`;
}

async function prune(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const dated = await Promise.all(
    names.map(async (name) => {
      // another command may have removed it meanwhile
      const stats = await stat(join(folder, name)).catch(() => undefined);
      return { name, writtenAt: stats?.mtimeMs ?? 0 };
    }),
  );
  const newestFirst = dated.sort((one, other) => other.writtenAt - one.writtenAt);
  for (const { name } of newestFirst.slice(mostReports)) await rm(join(folder, name), { force: true });
}
