import { join } from 'node:path';
import {
  type BreakingChange,
  compareMigrations,
  findBreakingChanges,
  irreversibleReason,
  type MigrationChanges,
  type MigrationFolder,
  readMigrations,
} from '@causeway/database/migrations';
import type { Plan, ServicePlan } from '@causeway/plan';
import type { MigrationMark, ServiceStatus, WantedRelease } from '@causeway/release';
import { agentOf, answerDeadline, ask } from './agent-client.ts';
import { isRunning } from './docker.ts';
import { Failure } from './failure.ts';
import type { Say } from './progress.ts';
import { workspace } from './workspace.ts';

type Serving = ServiceStatus['serving'];

/** What a release would bring to its database. */
export interface MigrationLook {
  readonly service: string;
  /** The version that serves while the new files run. */
  readonly serving: string;
  /** All files, for the release to remember; absent where no folder of them is named. */
  readonly marks?: readonly MigrationMark[];
  /** In files that the serving release did not have. */
  readonly breaking: readonly BreakingChange[];
  /** What of the migration nobody has checked, and what to do about it. */
  readonly unchecked: readonly string[];
  /** Why one cannot go back once they have run. */
  readonly irreversible?: string;
}

/** What serves now, by service. */
export async function askServing(plan: Plan): Promise<ReadonlyMap<string, Serving>> {
  const { services } = await ask(agentOf(plan), { op: 'status' }, { deadline: answerDeadline });
  return new Map(services.map(({ service, serving }) => [service, serving]));
}

/**
 * Reads what the migrations of all services would run; where no agent runs, nothing serves. Before a first deploy there
 * may be no engine yet.
 */
export async function lookAtAllMigrations(
  plan: Plan,
  {
    isFirst = false,
    allowBreaking = false,
  }: { readonly isFirst?: boolean; readonly allowBreaking?: boolean } = {},
): Promise<MigrationLook[]> {
  const runs = await isRunning(plan.engine.host, `${plan.prefix}-agent`).catch((error: unknown) => {
    if (isFirst && error instanceof Failure && error.kind === 'unreachable') return false;
    throw error;
  });
  const serving = runs ? await askWhereNeeded(plan, allowBreaking) : new Map<string, Serving>();
  const looks = await Promise.all(
    plan.services.map((service) => lookAtMigrations(service, serving.get(service.name))),
  );
  return looks.filter((look) => look !== undefined);
}

/** A deploy is also what mends an agent that does not answer, or that is of another version. */
function askWhereNeeded(plan: Plan, allowBreaking: boolean): Promise<ReadonlyMap<string, Serving>> {
  const needy = allowBreaking ? undefined : plan.services.find(({ migrations }) => migrations !== undefined);
  return askServing(plan).catch((error: unknown) => {
    if (!needy) return new Map();
    throw new Failure(
      'obstacle',
      `services.${needy.name}.migrations: which of them are new cannot be known, since the agent does not say what serves (${error instanceof Error ? error.message : error}). Nothing was changed; start it again (\`docker restart ${plan.prefix}-agent\`), or deploy with --allow-breaking, which sets the agent right without this check`,
    );
  });
}

/** Reads the SQL that a release of the service would run; nothing for one without a migration. */
export async function lookAtMigrations(
  service: ServicePlan,
  serving: Serving,
): Promise<MigrationLook | undefined> {
  const { name, migrate, migrations } = service;
  if (migrations !== undefined) return lookAtFolder(service, migrations, serving);
  if (!migrate) return undefined;
  const unchecked = serving ? [withoutFolder(name, migrate, serving.version)] : [];
  return { service: name, serving: serving?.version ?? 'nothing', breaking: [], unchecked };
}

async function lookAtFolder(
  { name: service }: ServicePlan,
  folder: string,
  serving: Serving,
): Promise<MigrationLook> {
  const { files, programs } = await read(service, folder);
  const served = serving?.migrations ?? [];
  const { fresh, changed, known } = compareMigrations(files, served);
  const coming = files.filter((file) => fresh.includes(file) || changed.includes(file));
  // where nothing serves, nothing can break
  const breaking = serving ? await findBreakingChanges(coming, known) : [];
  const unchecked = serving ? uncheckedPrograms(folder, compareMigrations(programs, served), serving) : [];
  const irreversible = serving && irreversibleReason(coming);
  return {
    service,
    serving: serving?.version ?? 'nothing',
    marks: [...files, ...programs].map(({ name, sha256 }) => ({ name, sha256 })),
    breaking: breaking.map((change) => ({ ...change, file: join(folder, change.file) })),
    unchecked,
    ...(irreversible !== undefined && { irreversible }),
  };
}

function withoutFolder(service: string, migrate: readonly string[], version: string): string {
  return `services.${service}.migrate: "${migrate.join(' ')}" is a program, and what it does to the database cannot be checked; see for yourself that ${version} can live with it, or name its folder of SQL files in services.${service}.migrations`;
}

function uncheckedPrograms(
  folder: string,
  { fresh, changed }: MigrationChanges<MigrationMark>,
  { version }: NonNullable<Serving>,
): string[] {
  return [...fresh, ...changed].map(
    ({ name }) =>
      `${join(folder, name)}: is no SQL file, and what it does to the database cannot be checked; see for yourself that ${version} can live with it`,
  );
}

/** What the release is to remember of them. It was allowed to break something, or would have been refused. */
export function rememberedBy({
  marks,
  irreversible,
  breaking,
}: MigrationLook): Pick<WantedRelease, 'migrations' | 'irreversible' | 'allowedBreaking'> {
  const allowedBreaking = breaking.map(({ file, line, statement }) => `${file}:${line} ${statement}`);
  return {
    ...(marks && { migrations: marks }),
    ...(irreversible !== undefined && { irreversible }),
    ...(allowedBreaking.length > 0 && { allowedBreaking }),
  };
}

/** Says what could not be checked; ends the command where new SQL would break what serves, unless that is meant. */
export function refuseBreaking(
  look: MigrationLook | undefined,
  { allowBreaking }: { readonly allowBreaking?: boolean },
  say: Say,
): void {
  if (!look) return;
  const { unchecked, breaking } = look;
  if (breaking.length > 0 && !allowBreaking)
    throw new Failure(
      'obstacle',
      [
        ...unchecked,
        describeBreaking(look),
        'Nothing was changed; write --allow-breaking if it is meant',
      ].join('\n'),
    );
  const allowed = breaking.length > 0 ? [describeBreaking(look), 'allowed by --allow-breaking'] : [];
  const lines = [...unchecked, ...allowed];
  // at once, since of several words only the last stays on a terminal
  if (lines.length > 0) say(lines.join('\n'));
}

export function describeBreaking({ service, serving, breaking }: MigrationLook): string {
  const findings = breaking.map(
    ({ file, line, statement, why, instead }) =>
      `  ${file}:${line} ${statement}\n    why: ${why}\n    instead: ${instead}`,
  );
  return [`${service}: its new migrations break ${serving}, which serves while they run`, ...findings].join(
    '\n',
  );
}

async function read(service: string, folder: string): Promise<MigrationFolder> {
  return await readMigrations(join(workspace, folder)).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(
      'mistake',
      `services.${service}.migrations: ${folder} cannot be read (${error.code ?? error.message}); write a folder of SQL files, relative to the workspace`,
    );
  });
}
