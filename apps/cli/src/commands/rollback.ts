import type { Plan } from '@causeway/plan';
import type { ReleaseReport, RollbackPreview, WantedRollback } from '@causeway/release';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { confirm } from '../confirm.ts';
import { reachHosts } from '../connections.ts';
import { findImage } from '../docker.ts';
import { Failure } from '../failure.ts';
import { type OfHost, ofEach, onHost, progressOn, reworded } from '../hosts.ts';
import { whoAsks } from '../person.ts';
import type { Progress } from '../progress.ts';
import { carryOut, printOutcome } from '../releasing.ts';
import { describePreview, findRestart, type Restart, refuseWithoutImage } from '../rollback-preview.ts';
import { commandOn, findService, type Hosts, type Target, type TargetOptions } from '../target.ts';

export interface RollbackOptions extends TargetOptions {
  readonly to?: string;
  readonly yes?: boolean;
}

/** Back to an earlier release, without a build and without a registry. */
export async function rollback(name: string, options: RollbackOptions, progress: Progress): Promise<void> {
  const hosts = await reachHosts(options);
  const { name: service } = findService(hosts[0].outline, name);
  const wanted = { service, by: whoAsks(), ...(options.to && { to: options.to }) };
  const previews = await ofEach(hosts, (host) => preview(host, wanted, progress));
  const to = agreed(previews);
  if (!options.yes) await confirm('rollback', `${service}: go back to ${to}?`);
  // what was previewed is what is done, whatever happens meanwhile
  await printOutcome(options, goBack(hosts, { ...wanted, to, ...nameOf(to, previews) }, progress));
}

/** Where one host still runs it under its name, those that start it again must not call it another. */
function nameOf(to: string, previews: readonly OfHost<RollbackPreview>[]): Pick<WantedRollback, 'version'> {
  return previews.length > 1 && previews.some(({ facts }) => facts.warm) ? { version: to } : {};
}

async function preview(host: Target, wanted: WantedRollback, progress: Progress): Promise<RollbackPreview> {
  const { outline } = host;
  const request = { op: 'rollback-preview', rollback: wanted } as const;
  const found = await ask(agentOf(outline), request, { deadline: answerDeadline });
  const restart = await lookAtRestart(outline, found);
  progress.heading(onHost(host, describePreview(found, restart)));
  refuseHopeless(found, restart);
  return found;
}

/** Hosts that are parted have to be told where they meet. */
function agreed(previews: readonly OfHost<RollbackPreview>[]): string {
  const targets = [...new Set(previews.map(({ facts }) => facts.to))];
  const [to = ''] = targets;
  if (targets.length === 1) return to;
  const each = previews.map(({ hostName, facts }) => `${hostName} to ${facts.to}`).join(', ');
  throw new Failure(
    'obstacle',
    `rollback: the hosts would go back to different versions (${each}); name one with --to`,
  );
}

/** One host after the other; what ends it in between says how they are made alike. */
function goBack(
  hosts: Hosts,
  wanted: WantedRollback & { readonly to: string },
  progress: Progress,
): Promise<readonly OfHost<ReleaseReport>[]> {
  const [{ name: target }] = hosts;
  const again = commandOn(target, `rollback ${wanted.service} --to ${wanted.to}`);
  const among = hosts.length > 1 ? { elsewhere: `\`${again}\` makes all hosts alike` } : {};
  let { version } = wanted;
  let begun = false;
  return ofEach(hosts, async (host) => {
    const { outline: plan, files } = host;
    const request = { op: 'rollback', rollback: { ...wanted, ...(version && { version }) } } as const;
    const title = `Rollback of ${wanted.service}`;
    const report = await progressOn(host, progress)
      .step(title, (say) => carryOut({ plan, files, among }, request, say))
      .catch((error) => raise(error, begun ? among.elsewhere : undefined));
    version ??= report.version;
    begun = true;
    return report;
  });
}

function raise(error: unknown, elsewhere: string | undefined): never {
  if (!(error instanceof Failure) || !elsewhere) throw error;
  throw reworded(error, `${error.message}\nthe hosts before it have gone back; ${elsewhere}`);
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
