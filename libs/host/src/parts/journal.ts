import { claim, file, type Part, reload } from '../step.ts';

/** The journal outlives boots, and does not fill the disk. */
export function journal(): Part {
  return {
    name: 'journal',
    packages: [],
    steps: [
      file('/etc/systemd/journald.conf.d/causeway.conf', [
        '[Journal]',
        'Storage=persistent',
        '# some weeks of a small platform',
        'SystemMaxUse=1G',
        '# the rest is for data and images',
        'SystemKeepFree=2G',
        'RuntimeMaxUse=64M',
      ]),
      reload('journald reads its settings', 'systemctl', 'restart', 'systemd-journald'),
      claim('journald has SystemMaxUse=1G', 'journald_setting', 'SystemMaxUse=1G'),
      claim('the journal is on the disk', 'journal_on_disk'),
    ],
  };
}
