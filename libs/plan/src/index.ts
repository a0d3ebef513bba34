export { planCertificates } from './certificates.ts';
export { edgeArguments } from './edge-arguments.ts';
export type { Facts } from './facts.ts';
export { type HostPlan, planHost, type UserPlan } from './host.ts';
export { builtRepository, keepingTags, keptRepository } from './kept-images.ts';
export { addressAt, releaseAddresses } from './networks.ts';
export { paths } from './paths.ts';
export type * from './plan.ts';
export { planPlatform } from './plan-platform.ts';
