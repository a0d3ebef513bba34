import type { HostPlan } from '@causeway/plan';
import { claim, file, type Part, reload } from '../step.ts';

const folder = '/etc/causeway';

/**
 * A table of its own that drops before Docker's rules are asked: what one table accepts another may still drop, so no published
 * port opens anything. It is there before the network is, and Docker, which rewrites its own tables, leaves it alone.
 */
export function firewall(plan: HostPlan): Part {
  return {
    name: 'firewall',
    packages: ['nftables'],
    steps: [
      claim('no other firewall stands beside it', 'only_firewall'),
      claim("sshd's own ports are open", 'ssh_ports', `${folder}/ssh-ports.nft`),
      file(`${folder}/firewall.nft`, rules(plan)),
      file('/etc/systemd/system/causeway-firewall.service', unit),
      reload('the firewall has its rules', 'load_firewall'),
      claim('the firewall starts at boot', 'enabled', 'causeway-firewall.service'),
      claim('the rules are as they were loaded', 'firewall'),
    ],
  };
}

function rules({ ports, metrics, peers }: HostPlan): string[] {
  const open = [...new Set(ports)].sort((one, other) => one - other).join(', ');
  return [
    '# Loaded as a whole or not at all. Rules of your own: firewall.d/input*.nft and firewall.d/forward*.nft',
    'table inet causeway',
    'delete table inet causeway',
    `include "${folder}/ssh-ports.nft"`,
    'table inet causeway {',
    '  chain input {',
    '    type filter hook input priority filter - 10; policy drop;',
    '    ct state established,related accept',
    '    ct state invalid drop',
    '    iifname "lo" accept',
    '    # errors, neighbours and routers; the kernel limits how often it answers',
    '    meta l4proto { icmp, ipv6-icmp } accept',
    '    # answers to broadcasts and multicasts, which belong to no connection: DHCP',
    '    udp sport 67 udp dport 68 accept',
    '    ip6 saddr fe80::/10 udp dport 546 accept',
    '    tcp dport $ssh accept',
    `    tcp dport { ${open} } accept`,
    ...(metrics ? [`    ip saddr ${metrics.network} tcp dport ${metrics.port} accept`] : []),
    `    include "${folder}/firewall.d/input*.nft"`,
    '  }',
    '  chain forward {',
    '    type filter hook forward priority filter - 10; policy drop;',
    '    ct state established,related accept',
    '    # containers may begin what Docker lets them; nobody else may begin anything that ends in a container',
    '    iifname "docker0" accept',
    '    iifname "br-*" accept',
    ...(peers ? [letIn(peers)] : []),
    `    include "${folder}/firewall.d/forward*.nft"`,
    '  }',
    '}',
  ];
}

/** Docker has turned the host's address into the container's by now. */
function letIn({ addresses, network, ports }: NonNullable<HostPlan['peers']>): string {
  return `    ip saddr { ${addresses.join(', ')} } ip daddr ${network} tcp dport { ${ports.join(', ')} } accept`;
}

const unit = [
  '[Unit]',
  'Description=Firewall: sshd and the edge, and nothing else from outside',
  'DefaultDependencies=no',
  'Wants=network-pre.target',
  '# the rules of that one begin with removing all others',
  'After=nftables.service',
  'Before=network-pre.target shutdown.target',
  'Conflicts=shutdown.target',
  '',
  '[Service]',
  'Type=oneshot',
  'RemainAfterExit=yes',
  'RuntimeDirectory=causeway-firewall',
  'RuntimeDirectoryPreserve=yes',
  `ExecStart=/usr/sbin/nft --file ${folder}/firewall.nft`,
  '# for the check that nobody has changed them since',
  "ExecStart=/bin/sh -c '/usr/sbin/nft -s list table inet causeway > /run/causeway-firewall/rules'",
  '',
  '[Install]',
  'WantedBy=sysinit.target',
];
