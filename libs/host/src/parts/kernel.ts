import type { HostPlan } from '@causeway/plan';
import { file, kernelClaim, type Part } from '../step.ts';

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly reason: string;
}

const always: readonly Setting[] = [
  {
    name: 'net.ipv4.tcp_migrate_req',
    value: '1',
    reason: 'connections that wait at an edge that closes go to the one that follows it',
  },
  {
    name: 'net.netfilter.nf_conntrack_max',
    value: '262144',
    reason:
      'the firewall knows each connection, and a closed one for two minutes more: 2,000 new ones a second',
  },
  {
    name: 'fs.inotify.max_user_instances',
    value: '1024',
    reason: 'whoever watches files in a container counts for one and the same user',
  },
  { name: 'kernel.panic', value: '10', reason: 'a machine that has panicked comes back by itself' },
  { name: 'kernel.kptr_restrict', value: '2', reason: "the kernel's addresses help out of a container" },
  { name: 'net.core.bpf_jit_harden', value: '2', reason: 'so does code that one can have it make' },
  { name: 'dev.tty.ldisc_autoload', value: '0', reason: 'so do old terminal drivers' },
  ...['ipv4.conf.all', 'ipv4.conf.default', 'ipv6.conf.all', 'ipv6.conf.default'].map((place) => ({
    name: `net.${place}.accept_redirects`,
    value: '0',
    reason: 'a neighbour does not say where packets go',
  })),
  ...['all', 'default'].map((place) => ({
    name: `net.ipv4.conf.${place}.send_redirects`,
    value: '0',
    reason: 'nor do we: this is no router',
  })),
];

const forRedis: readonly Setting[] = [
  {
    name: 'vm.overcommit_memory',
    value: '1',
    reason: 'Redis writes its file from a copy of itself, whose memory is never all used',
  },
];

/** Settings of the kernel that hold now and after a boot. */
export function kernel({ redis }: HostPlan): Part {
  const settings = [...always, ...(redis ? forRedis : [])];
  return {
    name: 'kernel',
    packages: ['kmod', 'procps'],
    steps: [
      // without it there is nothing yet to set when settings are read at boot
      file('/etc/modules-load.d/causeway.conf', ['nf_conntrack']),
      file('/etc/modprobe.d/causeway.conf', [
        '# whoever asks for one of these has the kernel load it, from a container as well; nobody here speaks them',
        ...['dccp', 'rds', 'sctp', 'tipc'].map((protocol) => `install ${protocol} /bin/false`),
      ]),
      file(
        '/etc/sysctl.d/60-causeway.conf',
        settings.flatMap(({ name, value, reason }) => [`# ${reason}`, `${name} = ${value}`]),
      ),
      ...settings.map(({ name, value, reason }) =>
        kernelClaim(`${name} = ${value} (${reason})`, 'sysctl', name, value),
      ),
    ],
  };
}
