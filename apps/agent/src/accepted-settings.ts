import { isDeepStrictEqual } from 'node:util';
import type { ServicePlan } from '@causeway/plan';
import { log } from './log.ts';
import { StateFile } from './state-file.ts';

type Services = Readonly<Record<string, ServicePlan>>;

/** Of each service the last settings that the edge's own binary has accepted: those are what it serves. */
export class AcceptedSettings {
  readonly #file: StateFile<Services>;
  #services: Services;

  constructor(path: string) {
    this.#file = new StateFile(path, isServices);
    this.#services = orNothing(this.#file) ?? {};
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

  async keep(...services: readonly ServicePlan[]): Promise<void> {
    const kept = services.map((service) => [service.name, JSON.parse(JSON.stringify(service))]);
    const next = { ...this.#services, ...Object.fromEntries(kept) };
    await this.#file.write(next);
    this.#services = next;
  }
}

/** Without them the edge goes on with what its files hold, and takes the settings of the plan as new ones. */
function orNothing(file: StateFile<Services>): Services | undefined {
  try {
    return file.read();
  } catch (error) {
    log('the accepted settings are lost; those of the plan are tried anew', {
      error: (error as Error).message,
    });
    return undefined;
  }
}

function isServices(value: unknown): value is Services {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([name, service]) => service?.name === name && Array.isArray(service.hosts))
  );
}
