import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '@causeway/plan';
import { clientAddress } from './connections.ts';
import type { SetupFacts } from './facts.ts';
import { Failure } from './failure.ts';
import { type Outcome, output, type Program, run } from './process.ts';
import type { Say } from './progress.ts';
import { stacksProgram, type TargetFiles, workspace } from './workspace.ts';

/** Loading the constructs takes seconds on a slow machine. */
const synthDeadline = 120_000;
/** Without a mirror the provider comes from the registry. */
const initDeadline = 5 * 60_000;
/** Longest wait: Postgres becomes healthy at its first start. A replaced edge's drain comes on top. */
const applyDeadline = 10 * 60_000;
const showDeadline = 60_000;
/** A run that works holds the lock of the state; another one may be about to end. */
const lockWait = '-lock-timeout=30s';

export interface Terraform {
  readonly setup: SetupFacts;
  readonly files: TargetFiles;
  /** Where the synthesised stack is. */
  readonly stack: string;
  /** How long a replaced edge may take to end, in milliseconds. */
  readonly drain: number;
}

export interface ResourceChange {
  readonly address: string;
  readonly action: string;
}

export interface ChangeSummary {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly resources: readonly ResourceChange[];
}

/** Turns the plan into Terraform's JSON, and makes the working directory ready. `data`: only the volumes with data. */
export async function openTerraform(
  setup: SetupFacts,
  files: TargetFiles,
  plan: Plan,
  keep: 'all' | 'data' = 'all',
): Promise<Terraform> {
  // Environment values may come from the deployer's own environment, and then be nobody else's.
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  await writeFile(files.wanted, JSON.stringify(plan), { mode: 0o600 });
  await synthesise(setup, files, plan, keep);
  const terraform = { setup, files, stack: join(files.terraform, 'stacks', 'host'), drain: plan.edge.drain };
  await init(terraform);
  return terraform;
}

/** What `apply` would do, without doing it or holding the lock; `text` is Terraform's own words. */
export async function previewTerraform(terraform: Terraform): Promise<ChangeSummary & { text: string }> {
  const file = join(terraform.files.folder, 'preview.tfplan');
  const changes = await planTerraform(terraform, file, '-lock=false');
  const text = await output(command(terraform, ['show', '-no-color', file], showDeadline, 'terraform show'));
  await rm(file, { force: true });
  return { ...changes, text };
}

/** Does what it has planned, if `refuse` lets it through. */
export async function applyTerraform(
  terraform: Terraform,
  refuse: (changes: ChangeSummary) => void,
  say: Say,
): Promise<ChangeSummary> {
  const file = join(terraform.files.folder, 'deploy.tfplan');
  const changes = await planTerraform(terraform, file, lockWait);
  refuse(changes);
  if (changes.resources.length > 0)
    await converse(terraform, ['apply', lockWait, file], deadlineOf(terraform), say);
  await rm(file, { force: true });
  return changes;
}

const deadlineOf = ({ drain }: Terraform) => applyDeadline + drain;

async function planTerraform(terraform: Terraform, file: string, lock: string): Promise<ChangeSummary> {
  return summarise(await converse(terraform, ['plan', lock, `-out=${file}`], showDeadline));
}

export async function destroyTerraform(terraform: Terraform, say: Say): Promise<ChangeSummary> {
  return summarise(
    await converse(terraform, ['destroy', '-auto-approve', lockWait], deadlineOf(terraform), say),
  );
}

/** `import` or `untaint`: changes what Terraform knows, and nothing on the engine. */
export async function changeState(terraform: Terraform, args: readonly string[]): Promise<void> {
  const task = `terraform ${args[0]}`;
  const [name = '', ...rest] = args;
  await output(command(terraform, [name, '-no-color', lockWait, ...rest], showDeadline, task));
}

async function synthesise(
  setup: SetupFacts,
  files: TargetFiles,
  plan: Plan,
  keep: 'all' | 'data',
): Promise<void> {
  const version = setup.terraform.dockerProviderVersion;
  await output({
    file: process.execPath,
    args: [
      stacksProgram,
      ...['--plan', files.wanted],
      ...['--out', files.terraform],
      ...['--state', files.state],
      ...['--provider-version', version],
      ...['--engine', clientAddress(plan.engine.host)],
      ...(keep === 'data' ? ['--keep-data-only'] : []),
    ],
    cwd: workspace,
    deadline: synthDeadline,
    task: 'turn the plan into Terraform',
  });
}

/** Terraform's init takes seconds, so it is left out while nothing it depends on has changed. */
async function init(terraform: Terraform): Promise<void> {
  const { files, stack } = terraform;
  const key = await initKey(terraform);
  const done = await readFile(files.terraformInit, 'utf8').catch(() => undefined);
  if (done === key && existsSync(files.terraformData) && existsSync(join(stack, '.terraform.lock.hcl')))
    return;
  await rm(files.terraformInit, { force: true });
  await rm(join(stack, '.terraform.lock.hcl'), { force: true });
  await output(
    command(terraform, ['init', '-input=false', '-no-color', '-reconfigure'], initDeadline, 'terraform init'),
  );
  await writeFile(files.terraformInit, key);
}

async function initKey({ setup: { terraform }, files }: Terraform): Promise<string> {
  const config = terraform.cliConfigFile && (await readFile(terraform.cliConfigFile, 'utf8'));
  return createHash('sha256')
    .update(JSON.stringify([terraform, config, files.state]))
    .digest('hex');
}

interface TerraformEvent {
  readonly type: string;
  readonly '@message': string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly changes?: {
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly operation: string;
  };
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
  };
}

const worthSaying = new Set(['apply_start', 'apply_progress', 'apply_complete', 'apply_errored']);

async function converse(
  terraform: Terraform,
  args: readonly string[],
  deadline: number,
  say?: Say,
): Promise<TerraformEvent[]> {
  const events: TerraformEvent[] = [];
  const task = `terraform ${args[0]}`;
  const outcome = await run({
    ...command(terraform, [args[0] ?? '', '-json', '-input=false', ...args.slice(1)], deadline, task),
    whenOverdue: 'what it made so far is in its state, and the same command goes on from there',
    onLine(line, stream) {
      const event = stream === 'stdout' ? parseEvent(line) : undefined;
      if (!event) return;
      events.push(event);
      if (worthSaying.has(event.type)) say?.(event['@message']);
    },
  });
  if (outcome.exitCode !== 0) throw refusal(task, events, outcome);
  return events;
}

function command(
  { setup, files, stack }: Terraform,
  args: readonly string[],
  deadline: number,
  task: string,
): Program {
  const { bin, cliConfigFile } = setup.terraform;
  const env = {
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    TF_DATA_DIR: files.terraformData,
    ...(cliConfigFile && { TF_CLI_CONFIG_FILE: cliConfigFile }),
  };
  return { file: bin, args, cwd: stack, env, deadline, task };
}

function parseEvent(line: string): TerraformEvent | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function summarise(events: readonly TerraformEvent[]): ChangeSummary {
  const { add, change, remove } = events.findLast(({ changes }) => changes)?.changes ?? {
    add: 0,
    change: 0,
    remove: 0,
  };
  const resources = events.flatMap(({ type, change }) =>
    type === 'planned_change' && change ? [{ address: change.resource.addr, action: change.action }] : [],
  );
  return { add, change, destroy: remove, resources };
}

function refusal(task: string, events: readonly TerraformEvent[], { stderr }: Outcome): Failure {
  const errors = events.flatMap(({ diagnostic }) => (diagnostic?.severity === 'error' ? [diagnostic] : []));
  const reasons = errors.map(({ address, summary, detail }) =>
    [address, summary, detail].filter(Boolean).join(': '),
  );
  return new Failure('failed', `${task}: ${reasons.join('\n') || stderr.trim()}`);
}
