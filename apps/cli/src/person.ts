import { hostname, userInfo } from 'node:os';

/** Who asks, for the history: `user@machine`. */
export function whoAsks(): string {
  return `${userInfo().username}@${hostname()}`;
}
