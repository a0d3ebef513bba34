import { isDeepStrictEqual } from 'node:util';
import type { ServicePlan } from '@causeway/plan';
import { readJson, writeJson } from './json-file.ts';

/** Of each service the last settings that the edge's own binary has accepted: those are what it serves. */
export class AcceptedSettings {
  readonly #path: string;
  readonly #services: Record<string, ServicePlan>;

  constructor(path: string) {
    this.#path = path;
    this.#services = readJson(path) ?? {};
  }

  of(service: string): ServicePlan | undefined {
    return Object.hasOwn(this.#services, service) ? this.#services[service] : undefined;
  }

  all(): ServicePlan[] {
    return Object.values(this.#services);
  }

  has(service: ServicePlan): boolean {
    return isDeepStrictEqual(this.of(service.name), JSON.parse(JSON.stringify(service)));
  }

  async keep(service: ServicePlan): Promise<void> {
    this.#services[service.name] = JSON.parse(JSON.stringify(service));
    await writeJson(this.#path, this.#services);
  }
}
