export { type ContainerEvent, containerEvents } from './container-events.ts';
export { Crashes } from './crashes.ts';
export { DockerContainers } from './docker-containers.ts';
export { EngineGone, EngineSilent, isEngineGone, isEngineSilent, openEngine } from './engine-call.ts';
export { asksToEnd, KilledContainers } from './killed.ts';
export { labelFilter, readReplica } from './labels.ts';
export { runInside } from './run-inside.ts';
