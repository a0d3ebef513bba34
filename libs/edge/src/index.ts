export * from './admin.ts';
export { renderBootstrap } from './bootstrap.ts';
export { clusterName } from './cluster.ts';
export { composeEdge, emptyEdge, renderEdge, secretFiles } from './edge.ts';
export { renderFragment, type ServiceFragment } from './fragment.ts';
export type * from './live.ts';
export type { EdgeFiles } from './resource-file.ts';
export { transition } from './transition.ts';
export { flattenForValidation, refusalReason } from './validation.ts';
