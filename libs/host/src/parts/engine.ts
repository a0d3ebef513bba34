import { claim, file, kernelClaim, type Part, reload } from '../step.ts';

const settings = {
  // Its default pools take the networks of many a VPN and cloud. The config keeps the first free; the second is for a machine
  // that is in the first itself, as a container of another engine is.
  'default-address-pools': [
    { base: '172.17.0.0/16', size: 24 },
    { base: '172.18.0.0/16', size: 24 },
  ],
  // containers outlive the daemon, so its update is no outage
  'live-restore': true,
  // of what the platform does not start itself; its own containers say it themselves
  'log-driver': 'json-file',
  'log-opts': { 'max-file': '3', 'max-size': '10m' },
  // it hides the client's address, and is a process for each port
  'userland-proxy': false,
};

/** In a container that stands for a machine the settings of its own network can only be read, and the engine writes some. */
const writableNetwork = [
  '[Service]',
  "ExecStartPre=/bin/sh -c '[ -w /proc/sys/net/ipv4/ip_forward ] || { mount --bind /proc/sys/net /proc/sys/net && mount -o remount,rw,bind /proc/sys/net; }'",
];

/** Before the engine is installed, so that its first start has them: a bridge that it has made keeps its addresses. */
export function engineSettings(): Part {
  return {
    name: 'engine',
    packages: [],
    steps: [
      claim('no setting of another hand gets lost', 'engine_settings_known', ...namesIn(settings)),
      file('/etc/docker/daemon.json', JSON.stringify(settings, null, 2).split('\n')),
      file('/etc/systemd/system/docker.service.d/causeway.conf', writableNetwork),
    ],
  };
}

/** Docker's engine, the distribution's. */
export function engine(): Part {
  return {
    name: 'engine',
    packages: ['docker.io', 'iptables'],
    steps: [
      claim('the docker command is there', 'docker_command'),
      reload('the engine reads its settings', 'restart_engine'),
      claim('the engine starts at boot', 'enabled', 'docker.service'),
      claim('the engine answers', 'engine_answer'),
      kernelClaim('containers are confined by AppArmor where the kernel has it', 'confining'),
      claim('containers outlive the engine', 'engine_setting', '{{.LiveRestoreEnabled}}', 'true'),
    ],
  };
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...new Set([...own, ...Object.values(value).flatMap(namesIn)])].sort();
}
