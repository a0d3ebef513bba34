import type { LiveRelease } from './live.ts';
import { type HeaderValueOption, literal, overwrite } from './messages.ts';

/** Which release answers. */
export const releaseHeader = (service: string, { version }: LiveRelease): HeaderValueOption =>
  overwrite('x-release', literal(`${service}@${version}`));

/** Which of its replicas answers. */
export const replicaHeader = overwrite('x-replica', '%UPSTREAM_METADATA(causeway:replica)%');
