import type { RollbackPreview } from '@causeway/release';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { confirm } from '../confirm.ts';
import { Failure } from '../failure.ts';
import { whoAsks } from '../person.ts';
import type { Progress } from '../progress.ts';
import { carryOut, printOutcome } from '../releasing.ts';
import { findService, openTarget, type TargetOptions } from '../target.ts';

export interface RollbackOptions extends TargetOptions {
  readonly to?: string;
  readonly yes?: boolean;
}

/** Back to an earlier release, without a build and without a registry. */
export async function rollback(name: string, options: RollbackOptions, progress: Progress): Promise<void> {
  const { outline, files } = await openTarget(options);
  const { name: service } = findService(outline, name);
  const wanted = { service, by: whoAsks(), ...(options.to && { to: options.to }) };
  const preview = await ask(
    agentOf(outline),
    { op: 'rollback-preview', rollback: wanted },
    { deadline: answerDeadline },
  );
  progress.heading(describePreview(preview));
  if (preview.refused) throw new Failure('obstacle', `rollback of ${service}: ${preview.refused}`);
  if (!options.yes) await confirm('rollback', `${service}: go back to ${preview.to}?`);
  // what was previewed is what is done, whatever happens meanwhile
  const request = { op: 'rollback', rollback: { ...wanted, to: preview.to } } as const;
  await printOutcome(
    options,
    progress.step(`Rollback of ${service}`, (say) => carryOut({ plan: outline, files }, request, say)),
  );
}

export function describePreview({ service, from, to, warm, steps }: RollbackPreview): string {
  return [
    `${service}: from ${from} back to ${to}, ${warm ? 'which still runs' : 'which is started again from its image'}`,
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
  ].join('\n');
}
