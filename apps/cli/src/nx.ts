import { output } from './process.ts';
import type { Say } from './progress.ts';
import { nxProgram, workspace } from './workspace.ts';

/** Bundling takes seconds; the first run also builds the project graph. */
const buildDeadline = 5 * 60_000;

/** Runs the target `build` of those projects that have one; cached by Nx. */
export async function buildProjects(projects: readonly string[], say: Say): Promise<void> {
  if (projects.length === 0) return;
  await output({
    file: process.execPath,
    args: [
      nxProgram,
      'run-many',
      '--targets=build',
      `--projects=${projects.join(',')}`,
      '--outputStyle=stream',
    ],
    cwd: workspace,
    env: { NX_TUI: 'false', FORCE_COLOR: '0' },
    deadline: buildDeadline,
    task: `build ${projects.join(', ')}`,
    onLine: (line) => line.startsWith('> nx run') && say(line.slice('> '.length)),
  });
}
