import type { Plan } from '@causeway/plan';
import type { RollbackPreview } from '@causeway/release';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { confirm } from '../confirm.ts';
import { reachTarget } from '../connections.ts';
import { findImage } from '../docker.ts';
import { Failure } from '../failure.ts';
import { whoAsks } from '../person.ts';
import type { Progress } from '../progress.ts';
import { carryOut, printOutcome } from '../releasing.ts';
import { describePreview, findRestart, type Restart, refuseWithoutImage } from '../rollback-preview.ts';
import { findService, type TargetOptions } from '../target.ts';

export interface RollbackOptions extends TargetOptions {
  readonly to?: string;
  readonly yes?: boolean;
}

/** Back to an earlier release, without a build and without a registry. */
export async function rollback(name: string, options: RollbackOptions, progress: Progress): Promise<void> {
  const { outline, files } = await reachTarget(options);
  const { name: service } = findService(outline, name);
  const wanted = { service, by: whoAsks(), ...(options.to && { to: options.to }) };
  const preview = await ask(
    agentOf(outline),
    { op: 'rollback-preview', rollback: wanted },
    { deadline: answerDeadline },
  );
  const restart = await lookAtRestart(outline, preview);
  progress.heading(describePreview(preview, restart));
  refuseHopeless(preview, restart);
  if (!options.yes) await confirm('rollback', `${service}: go back to ${preview.to}?`);
  // what was previewed is what is done, whatever happens meanwhile
  const request = { op: 'rollback', rollback: { ...wanted, to: preview.to } } as const;
  await printOutcome(
    options,
    progress.step(`Rollback of ${service}`, (say) => carryOut({ plan: outline, files }, request, say)),
  );
}

/** What starting it again rests on; of one that still runs nothing has to be looked for. */
async function lookAtRestart(plan: Plan, preview: RollbackPreview): Promise<Restart | undefined> {
  if (preview.warm) return undefined;
  const request = { op: 'history', service: preview.service } as const;
  const { entries } = await ask(agentOf(plan), request, { deadline: answerDeadline });
  const restart = findRestart(entries, preview);
  const image = restart.target?.image;
  if (image === undefined) return restart;
  return { ...restart, imageIsThere: (await findImage(plan.engine.host, image)) !== undefined };
}

function refuseHopeless(preview: RollbackPreview, restart: Restart | undefined): void {
  const { service, refused } = preview;
  if (refused) throw new Failure('obstacle', `rollback of ${service}: ${refused}`);
  const why = restart && refuseWithoutImage(preview, restart);
  if (why) throw new Failure('obstacle', why);
}
