import { Listr, ProcessOutput } from 'listr2';
import { interruption, interruptionOf } from './interruption.ts';

/** Says what is waited for, or what was found; the last word stays on the screen. */
export type Say = (detail: string) => void;

export interface Progress {
  heading(title: string): void;
  /** Leaves the screen to a program that shows its own progress. */
  handOver(title: string, work: () => Promise<void>): Promise<void>;
  step<T>(title: string, work: (say: Say) => Promise<T>): Promise<T>;
}

/** Live on a terminal, plain lines elsewhere; always on standard error, so that standard output stays clean. */
export function openProgress(): Progress {
  return process.stderr.isTTY && !process.env.CI ? liveProgress() : plainProgress(writeLine);
}

export function plainProgress(write: (line: string) => void): Progress {
  return {
    heading: (title) => write(`\n${title}`),
    async handOver(title, work) {
      write(`- ${title}`);
      await interruptible(title, work);
    },
    async step(title, work) {
      write(`- ${title}`);
      const startedAt = performance.now();
      const result = await interruptible(title, () => work((detail) => write(`    ${detail}`)));
      write(`  ${title}: done in ${seconds(performance.now() - startedAt)}`);
      return result;
    },
  };
}

function liveProgress(): Progress {
  return {
    ...plainProgress(writeLine),
    async step<T>(title: string, work: (say: Say) => Promise<T>): Promise<T> {
      const results: T[] = [];
      await interruptible(title, () =>
        runLive(title, async (say) => {
          results.push(await work(say));
        }),
      );
      return results[0] as T;
    },
  };
}

function runLive(title: string, work: (say: Say) => Promise<void>): Promise<unknown> {
  const tasks = [
    {
      title,
      task: (_: unknown, task: { output: string }) =>
        work((detail) => {
          task.output = detail;
        }),
      rendererOptions: { persistentOutput: true },
    },
  ];
  const processOutput = new ProcessOutput(process.stderr, process.stderr, { leaveEmptyLine: false });
  const rendererOptions = { processOutput, showErrorMessage: false, collapseErrors: false };
  return new Listr(tasks, {
    renderer: 'default',
    rendererOptions,
    fallbackRendererCondition: false,
    registerSignalListeners: false,
  }).run();
}

async function interruptible<T>(title: string, work: () => Promise<T>): Promise<T> {
  if (interruption.aborted) throw interruptionOf(title);
  try {
    return await work();
  } catch (error) {
    throw interruption.aborted ? interruptionOf(title) : error;
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function writeLine(line: string): void {
  process.stderr.write(`${line}\n`);
}
