import { join } from 'node:path';
import {
  composeEdge,
  type EdgeFiles,
  type EdgeSecrets,
  flattenForValidation,
  type LiveService,
  refusalReason,
  renderBootstrap,
  renderFragment,
  separateParts,
} from '@causeway/edge';
import type { CertificatePlan, Plan, ServicePlan } from '@causeway/plan';
import { createLRU } from 'lru.min';
import pLimit from 'p-limit';
import type { EdgeDirectory } from './edge-directory.ts';
import { findRefusedSetting } from './refused-setting.ts';
import { shortened } from './shortened.ts';
import { TakenParts } from './taken-parts.ts';

const candidate = '.candidate.json';

/** Envoy's exit code; others are a shell's or the kernel's. */
const refused = 1;

/** There is one file to ask with, whatever the plan. */
const oneAtATime = pLimit(1);

/** Refused sets whose reasons are known. */
const mostRefusals = 500;

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
  readonly #found = createLRU<string, Promise<string | undefined>>({ max: mostRefusals });
  readonly #taken = new TakenParts();
  /** Parts of a set → why the binary refused it. */
  readonly #refusals = createLRU<string, string>({ max: mostRefusals });

  constructor(parts: ValidationParts) {
    this.#parts = parts;
  }

  /** Throws, with the setting and the reason, when the edge would refuse this service alone. */
  async check(service: ServicePlan, live: LiveService, secrets: EdgeSecrets): Promise<void> {
    const alone = (settings: ServicePlan) => this.refusal(this.#aloneFiles(settings, live, secrets));
    const reason = await alone(service);
    if (reason === undefined) return;
    const key = JSON.stringify([service, reason]);
    const accepts = async (other: ServicePlan) => (await alone(other)) === undefined;
    const search = this.#found.get(key) ?? findRefusedSetting(service, accepts).catch(() => undefined);
    this.#found.set(key, search);
    const setting = await search;
    throw new Error(
      `the edge refuses the settings of ${service.name}: ${setting ? `${setting}: ` : ''}${reason}`,
    );
  }

  /** Why the edge would refuse these files; undefined when it takes them. Nothing is asked that is known of their parts. */
  async refusal(files: EdgeFiles): Promise<string | undefined> {
    const parts = separateParts(files);
    const key = parts.join();
    const known = () => this.#refusals.has(key) || this.#taken.haveAll(parts);
    if (!known()) await oneAtATime(async () => known() || this.#learn(files, parts));
    return this.#refusals.get(key);
  }

  /** Why the edge would refuse this certificate alone; undefined also while the binary cannot be asked. */
  async certificateRefusal(certificate: EdgeSecrets['certificates'][string]): Promise<string | undefined> {
    const { plan } = this.#parts;
    const certificates: CertificatePlan[] = [{ name: 'certificate', from: 'files', hosts: [] }];
    const alone = { ...plan, edge: { ...plan.edge, certificates } };
    return await this.refusal(composeEdge(alone, [], { certificate })).catch(() => undefined);
  }

  #aloneFiles(service: ServicePlan, live: LiveService, { users, certificates }: EdgeSecrets): EdgeFiles {
    const { plan } = this.#parts;
    return composeEdge(plan, [renderFragment(plan, service, live, users)], certificates);
  }

  async #learn(files: EdgeFiles, parts: readonly string[]): Promise<void> {
    const reason = await this.#ask(files);
    if (reason === undefined) return this.#taken.add(parts);
    this.#refusals.set(parts.join(), reason);
  }

  async #ask(files: EdgeFiles): Promise<string | undefined> {
    const { plan, directory, inEdge } = this.#parts;
    await directory.write(candidate, flattenForValidation(renderBootstrap(plan), files), true);
    try {
      const path = join(plan.edge.directory, candidate);
      const { exitCode, output } = await inEdge(['envoy', '--mode', 'validate', '--config-path', path]);
      if (exitCode === 0) return undefined;
      if (exitCode === refused) return readable(refusalReason(output));
      return `its binary ended with ${exitCode} on it`;
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
