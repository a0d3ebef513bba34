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
    return this.#services[service];
  }

  has(service: ServicePlan): boolean {
    return isDeepStrictEqual(this.#services[service.name], JSON.parse(JSON.stringify(service)));
  }

  async keep(service: ServicePlan): Promise<void> {
    this.#services[service.name] = JSON.parse(JSON.stringify(service));
    await writeJson(this.#path, this.#services);
  }
}
