import type { EdgePlan, ServicePlan } from '@causeway/plan';
import type { Destination } from '../forward.ts';
import type { EdgeSecrets, LiveService } from '../live.ts';
import type { Any, HttpFilter, Route } from '../messages.ts';

/** One feature of the edge: what it adds to the chain that requests pass, and the routes it puts before the next one's. */
export interface EdgeFilter {
  /** The word of the config. */
  readonly name: string;
  readonly chain?: HttpFilter;
  /** What it says of a service's requests, whichever of its routes they take. */
  readonly host?: (subject: Subject) => Any | undefined;
  readonly routes: (subject: Subject) => readonly Route[];
}

/** A service as filters see it. */
export interface Subject {
  readonly service: ServicePlan;
  readonly destination: Destination;
  readonly maintenance?: LiveService['maintenance'];
  readonly users: EdgeSecrets['users'];
  readonly edge: Pick<EdgePlan, 'signIns' | 'concurrency'>;
}
