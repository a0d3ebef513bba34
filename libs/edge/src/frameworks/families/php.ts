import { join } from 'node:path';
import type { Family } from './family.ts';

// the packages are unpacked beside the script, so that the machine stays as it is
const fetch = `command -v php && ln -s "$(command -v php)" php && exit
apt-get install --download-only --reinstall --yes --no-install-recommends \
  -o Debug::NoLocking=1 -o Dir::Cache::archives="$PWD" php-cli &&
for package in *.deb; do dpkg-deb -x "$package" unpacked || exit; done &&
rm *.deb && ln -s "$(cd unpacked && ls -d usr/bin/php[0-9]*)" name && ln -s "unpacked/$(readlink name)" php`;

export const php: Family = {
  name: 'php',
  applications: ['path-info', 'request-uri', 'parse-url', 'segments'],
  needs: "PHP's command line, or Debian's packages",
  install: [
    { file: 'sh', args: ['-c', fetch] },
    { file: './php', args: ['-n', '-v'], env: libraries('.') },
  ],
  start: (folder, { application, port, paths }) => ({
    file: join(folder, 'php'),
    args: ['-n', '-S', `127.0.0.1:${port}`, join(folder, 'front.php')],
    env: { ...libraries(folder), APPLICATION: application, PATHS: paths, PHP_CLI_SERVER_WORKERS: '4' },
  }),
};

function libraries(folder: string) {
  const machine = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch as 'x64' | 'arm64'];
  return { LD_LIBRARY_PATH: join(folder, 'unpacked/usr/lib', machine ?? '') };
}
