// Exit code 0: node_modules holds what package-lock.json names. Runs on the Node of the machine, before anything is installed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

process.exitCode = namedPackagesAreThere() && projectNodeRuns() ? 0 : 1;

/** npm writes its own list last of all, so a cut-off installation has none or an older one. */
function namedPackagesAreThere() {
  const named = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  return Object.entries(named).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/')) return true;
    const found = installed[path];
    return found ? found.version === wanted.version && found.integrity === wanted.integrity : wanted.optional;
  });
}

/** An install script brings it. */
function projectNodeRuns() {
  const { version } = JSON.parse(readFileSync('node_modules/node/package.json', 'utf8'));
  return (
    spawnSync('node_modules/.bin/node', ['--version'], { encoding: 'utf8' }).stdout?.trim() === `v${version}`
  );
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return {};
  }
}
