import { place, ports } from './place.ts';

export interface Size {
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
}

/** For `qemu-system-x86_64`: a machine whose every instruction is emulated, reached from this computer alone. */
export function qemuArguments({ cpus, memory }: Size): string[] {
  const { ssh, ...own } = ports;
  const forwarded = [[ssh, 22], ...Object.values(own).map((port) => [port, port])];
  const network = [
    'user',
    'id=network',
    ...forwarded.map(([here, there]) => `hostfwd=tcp:127.0.0.1:${here}-:${there}`),
  ];
  return [
    ...['-accel', 'tcg,thread=multi', '-cpu', 'max'],
    ...['-smp', String(cpus), '-m', `${memory / 2 ** 20}M`],
    ...['-drive', `file=${place.disk},if=virtio,format=qcow2,discard=unmap`],
    ...['-netdev', network.join(','), '-device', 'virtio-net-pci,netdev=network'],
    // else a first boot waits for randomness to make keys of
    ...['-device', 'virtio-rng-pci'],
    ...['-display', 'none', '-serial', `file:${place.console}`],
    ...['-daemonize', '-pidfile', place.pid],
  ];
}
