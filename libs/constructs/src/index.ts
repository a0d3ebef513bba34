export { DockerHost, type DockerHostProps } from './docker-host.ts';
export { HostStack, type HostStackProps } from './host-stack.ts';
