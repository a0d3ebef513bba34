export * from './config-error.ts';
export type { PlatformInput } from './generated/platform-input.ts';
export { loadPlatform } from './load.ts';
export { definePlatform, parsePlatform } from './parse.ts';
export type { Deploy, Platform, Service, Source, Sticky, Target } from './platform.ts';
