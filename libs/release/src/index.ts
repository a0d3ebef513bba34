export { keepImages } from './keep-images.ts';
export { LeaseHeld, LeaseLost } from './lease-held.ts';
export { liveService } from './live.ts';
export { knownService, Mistake } from './mistake.ts';
export { Obstacle } from './obstacle.ts';
export { describeRelease, describeStep, isServing, planRetirement, type Step } from './plan-release.ts';
export type * from './ports.ts';
export type * from './protocol.ts';
export {
  type Exposure,
  emptyJournal,
  findRelease,
  fingerprint,
  newRelease,
  presentReleases,
  type Release,
  type ReplicaAddress,
  restoringRelease,
  type ServiceJournal,
  servingRelease,
} from './release.ts';
export { Releases, type Surroundings } from './releases.ts';
export { bakeEnd, type Tell } from './run-release.ts';
export { Secret } from './secret.ts';
export { startReplicas } from './steps/start.ts';
export { hasDone, hasServed, isHeld, planTasks, type Task, warmRelease } from './tasks.ts';
