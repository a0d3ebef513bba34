import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostPlan } from '@causeway/plan';
import { claim, file, type Part, reload } from '../step.ts';

const program = '/usr/local/lib/causeway/platform.pl';

/** The platform as a unit of systemd: `systemctl status causeway`, `journalctl -u causeway`. */
export function unit(plan: HostPlan): Part {
  return {
    name: 'unit',
    // Perl's small half is there on every Debian
    packages: ['perl-base'],
    steps: [
      file(program, readProgram(), '0755'),
      file('/etc/systemd/system/causeway.service', service(plan)),
      reload('the unit runs as it is written', 'reload_unit'),
      claim('the platform starts at boot', 'enabled_at_boot', 'causeway.service'),
    ],
  };
}

function readProgram(): string[] {
  return readFileSync(join(import.meta.dirname, '../program/platform.pl'), 'utf8')
    .trimEnd()
    .split('\n');
}

function service({ prefix, stopTime }: HostPlan): string[] {
  return [
    '[Unit]',
    `Description=Causeway: ${prefix}`,
    '# wanted, not required: with live-restore the platform goes on without the engine',
    'Wants=docker.service network-online.target',
    'After=docker.service network-online.target',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Type=notify',
    `ExecStart=/usr/bin/perl ${program} serve`,
    `ExecStop=/usr/bin/perl ${program} stop`,
    '# what does not serve is tried for again, and shown as not started meanwhile',
    'Restart=always',
    'RestartSec=5',
    'TimeoutStartSec=180',
    `TimeoutStopSec=${Math.ceil(stopTime / 1000)}`,
    'StateDirectory=causeway',
    'RuntimeDirectory=causeway',
    'RuntimeDirectoryPreserve=yes',
    '# an access log may be busy, and what is left out is still in `docker logs`',
    'LogRateLimitIntervalSec=30s',
    'LogRateLimitBurst=60000',
    'OOMScoreAdjust=-500',
    'NoNewPrivileges=yes',
    'ProtectHome=yes',
    'ProtectSystem=full',
    'PrivateTmp=yes',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ];
}
