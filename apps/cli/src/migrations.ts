import { join } from 'node:path';
import {
  type BreakingChange,
  compareMigrations,
  findBreakingChanges,
  irreversibleReason,
  type MigrationFile,
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
  /** All files, for the release to remember. */
  readonly marks: readonly MigrationMark[];
  /** In files that the serving release did not have. */
  readonly breaking: readonly BreakingChange[];
  /** Why one cannot go back once they have run. */
  readonly irreversible?: string;
}

/** What serves now, by service. */
export async function askServing(plan: Plan): Promise<ReadonlyMap<string, Serving>> {
  const { services } = await ask(agentOf(plan), { op: 'status' }, { deadline: answerDeadline });
  return new Map(services.map(({ service, serving }) => [service, serving]));
}

/** Reads the SQL of all services that name a folder of it; where no agent runs, nothing serves. */
export async function lookAtAllMigrations(plan: Plan): Promise<MigrationLook[]> {
  const runs = await isRunning(plan.engine.host, `${plan.prefix}-agent`);
  const serving = runs ? await askServing(plan) : new Map<string, Serving>();
  const looks = await Promise.all(
    plan.services.map((service) => lookAtMigrations(service, serving.get(service.name))),
  );
  return looks.filter((look) => look !== undefined);
}

/** Reads the SQL that a release of the service would run; nothing for one that names no folder of it. */
export async function lookAtMigrations(
  { name: service, migrations }: ServicePlan,
  serving: Serving,
): Promise<MigrationLook | undefined> {
  if (migrations === undefined) return undefined;
  const files = await read(service, migrations);
  const { fresh, changed, known } = compareMigrations(files, serving?.migrations ?? []);
  const coming = files.filter((file) => fresh.includes(file) || changed.includes(file));
  // where nothing serves, nothing can break
  const breaking = serving ? await findBreakingChanges(coming, known) : [];
  const irreversible = serving && irreversibleReason(coming);
  return {
    service,
    serving: serving?.version ?? 'nothing',
    marks: files.map(({ name, sha256 }) => ({ name, sha256 })),
    breaking: breaking.map((change) => ({ ...change, file: join(migrations, change.file) })),
    ...(irreversible !== undefined && { irreversible }),
  };
}

/** What the release is to remember of them. */
export function rememberedBy({
  marks,
  irreversible,
}: MigrationLook): Pick<WantedRelease, 'migrations' | 'irreversible'> {
  return { migrations: marks, ...(irreversible !== undefined && { irreversible }) };
}

/** Ends the command where new SQL would break what serves, unless that is meant. */
export function refuseBreaking(
  look: MigrationLook | undefined,
  { allowBreaking }: { readonly allowBreaking?: boolean },
  say: Say,
): void {
  if (!look || look.breaking.length === 0) return;
  if (allowBreaking) say(`${describeBreaking(look)}\nallowed by --allow-breaking`);
  else
    throw new Failure(
      'obstacle',
      `${describeBreaking(look)}\nNothing was changed; write --allow-breaking if it is meant`,
    );
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

async function read(service: string, folder: string): Promise<MigrationFile[]> {
  return await readMigrations(join(workspace, folder)).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(
      'mistake',
      `services.${service}.migrations: ${folder} cannot be read (${error.code ?? error.message}); write a folder of SQL files, relative to the workspace`,
    );
  });
}
