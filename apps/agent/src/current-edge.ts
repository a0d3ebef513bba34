import type { EdgeControl, EdgeView, Release } from '@causeway/release';
import type { RefusalOf } from './certificate-file.ts';
import type { EnvoyEdge } from './envoy-edge.ts';

/**
 * The edge under the plan of now. A release that began under an earlier one ends long after it, and must not bring
 * that plan's files back.
 */
export class CurrentEdge implements EdgeControl {
  #edge: EnvoyEdge | undefined;

  follow(edge: EnvoyEdge): void {
    this.#edge = edge;
  }

  refresh(): Promise<void> {
    return this.#followed().refresh();
  }

  check(release: Release): Promise<void> {
    return this.#followed().check(release);
  }

  view(release: Release): Promise<EdgeView> {
    return this.#followed().view(release);
  }

  readonly refusalOf: RefusalOf = async (pair) => this.#edge?.refusalOf(pair);

  #followed(): EnvoyEdge {
    if (this.#edge) return this.#edge;
    throw new Error('the edge has no plan yet; run "npx nx run stacks:deploy" first');
  }
}
