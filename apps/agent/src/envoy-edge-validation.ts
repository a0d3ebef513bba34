import { join } from 'node:path';
import {
  composeEdge,
  type EdgeSecrets,
  flattenForValidation,
  type LiveService,
  refusalReason,
  renderBootstrap,
  renderFragment,
} from '@causeway/edge';
import type { Plan, ServicePlan } from '@causeway/plan';
import type { EdgeDirectory } from './edge-directory.ts';
import { findRefusedSetting } from './refused-setting.ts';
import { shortened } from './shortened.ts';

const candidate = '.candidate.json';

export interface ValidationParts {
  readonly plan: Plan;
  readonly directory: EdgeDirectory;
  /** Runs a command in the edge's container. */
  readonly inEdge: (command: readonly string[]) => Promise<{ exitCode: number; output: string }>;
}

/** Asks the edge's own binary what it would take. */
export class EnvoyEdgeValidation {
  readonly #parts: ValidationParts;
  /** By settings and reason: what is refused is tried again each minute, and the search takes a start of the binary a step. */
  readonly #found = new Map<string, Promise<string | undefined>>();

  constructor(parts: ValidationParts) {
    this.#parts = parts;
  }

  /** Throws, with the setting and the reason, when the edge would refuse this service alone. */
  async check(service: ServicePlan, live: LiveService, secrets: EdgeSecrets): Promise<void> {
    const reason = await this.#refusal(service, live, secrets);
    if (reason === undefined) return;
    const key = JSON.stringify([service, reason]);
    const accepts = async (other: ServicePlan) => (await this.#refusal(other, live, secrets)) === undefined;
    const search = this.#found.get(key) ?? findRefusedSetting(service, accepts).catch(() => undefined);
    this.#found.set(key, search);
    const setting = await search;
    throw new Error(
      `the edge refuses the settings of ${service.name}: ${setting ? `${setting}: ` : ''}${reason}`,
    );
  }

  async #refusal(
    service: ServicePlan,
    live: LiveService,
    { users, certificates }: EdgeSecrets,
  ): Promise<string | undefined> {
    const { plan, directory, inEdge } = this.#parts;
    const files = composeEdge(plan, [renderFragment(plan, service, live, users)], certificates);
    await directory.write(candidate, flattenForValidation(renderBootstrap(plan), files), true);
    try {
      const path = join(plan.edge.directory, candidate);
      const { exitCode, output } = await inEdge(['envoy', '--mode', 'validate', '--config-path', path]);
      return exitCode === 0 ? undefined : readable(refusalReason(output));
    } finally {
      await directory.remove(candidate);
    }
  }
}

/** Envoy's advice is for whoever writes its bootstrap. */
function readable(reason: string): string {
  return shortened(reason).replace(
    / set for the error level threshold\..*$/,
    ', so it is too long: write a shorter path',
  );
}
