import { writeBootstrap } from '../bootstrap-file.ts';
import type { Progress } from '../progress.ts';
import { makeMissingKeys } from '../public-keys.ts';
import { printFacts } from '../report.ts';
import { openTarget, type TargetOptions } from '../target.ts';

export interface BootstrapOptions extends TargetOptions {
  readonly makeKeys?: boolean;
}

/** Writes the script that prepares a machine of the target; for whoever runs it as root, such as cloud-init. */
export async function bootstrap(options: BootstrapOptions, progress: Progress): Promise<void> {
  const target = await openTarget(options);
  if (options.makeKeys) await makeMissingKeys(target.host, progress.heading);
  printFacts(options, { file: await writeBootstrap(target) }, ({ file }) => file);
}
