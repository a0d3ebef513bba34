export { freeAddresses } from './addresses.ts';
export { liveService } from './live.ts';
export { describeStep, isServing, planRelease, type Step } from './plan-release.ts';
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
  type ServiceJournal,
  servingRelease,
} from './release.ts';
export { planResume, type Resumption } from './resume.ts';
export { report, retire, runRelease, type Tell, undo } from './run-release.ts';
export { Secret } from './secret.ts';
export { startReplicas } from './steps/start.ts';
