import { createHash } from 'node:crypto';
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
} from '@causeway/edge';
import type { CertificatePlan, Plan, ServicePlan } from '@causeway/plan';
import pLimit from 'p-limit';
import type { EdgeDirectory } from './edge-directory.ts';
import { findRefusedSetting } from './refused-setting.ts';
import { shortened } from './shortened.ts';

const candidate = '.candidate.json';

/** Envoy's exit code; others are a shell's or the kernel's. */
const refused = 1;

/** Sets of one plan that are known; a release makes three. */
const mostKnown = 500;

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
  /** Hash of a set → what the binary said. */
  readonly #known = new Map<string, string | undefined>();

  /** There is one file to ask with. */
  readonly #oneAtATime = pLimit(1);

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

  /** Why the edge would refuse these files; undefined when it takes them. Each set is asked for once, whatever its replicas. */
  async refusal(files: EdgeFiles): Promise<string | undefined> {
    const key = hashWithoutReplicas(files);
    if (this.#known.has(key)) return this.#known.get(key);
    const reason = await this.#oneAtATime(() => this.#ask(files));
    this.#forgetOldest();
    this.#known.set(key, reason);
    return reason;
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

  #forgetOldest(): void {
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= mostKnown) this.#known.delete(oldest);
  }
}

// replicas come and go by the second, and are addresses and ports that the engine has given
function hashWithoutReplicas(files: EdgeFiles): string {
  const kept = Object.entries(files).filter(([name]) => !name.startsWith('eds-'));
  return createHash('sha256').update(JSON.stringify(kept)).digest('base64');
}

/** Envoy's advice is for whoever writes its bootstrap. */
function readable(reason: string): string {
  return shortened(reason).replace(
    / set for the error level threshold\..*$/,
    ', so it is too long: write a shorter path',
  );
}
