import { claim, file, type Part } from '../step.ts';

/** Security fixes come in by themselves; a reboot, which they sometimes ask for, is an outage and somebody's choice. */
export function updates(): Part {
  return {
    name: 'updates',
    packages: ['unattended-upgrades'],
    steps: [
      file('/etc/apt/apt.conf.d/60causeway', [
        'APT::Periodic::Update-Package-Lists "1";',
        'APT::Periodic::Unattended-Upgrade "1";',
        '// in days; of packages that are no longer to be had',
        'APT::Periodic::AutocleanInterval "7";',
        '#clear Unattended-Upgrade::Allowed-Origins;',
        '#clear Unattended-Upgrade::Origins-Pattern;',
        'Unattended-Upgrade::Origins-Pattern {',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of apt's
        '  "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of apt's
        '  "origin=Ubuntu,archive=${distro_codename}-security";',
        '};',
        'Unattended-Upgrade::Automatic-Reboot "false";',
        '// old kernels fill the disk',
        'Unattended-Upgrade::Remove-Unused-Kernel-Packages "true";',
      ]),
      ...['APT::Periodic::Update-Package-Lists "1";', 'APT::Periodic::Unattended-Upgrade "1";'].map((line) =>
        claim(`apt has ${line}`, 'apt_setting', line),
      ),
      claim('package lists are read daily', 'enabled', 'apt-daily.timer'),
      claim('security fixes are installed daily', 'enabled', 'apt-daily-upgrade.timer'),
    ],
  };
}
