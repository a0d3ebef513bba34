export * from './config-error.ts';
export { loadPlatform } from './load.ts';
export { definePlatform, parsePlatform } from './parse.ts';
export type { Deploy, Platform, PlatformInput, Service, Source, Target } from './platform.ts';
