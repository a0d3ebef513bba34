import { docker, lines } from '@causeway/verify';
import { platform } from './platform.ts';

/** The engine that `docker` uses by itself, as the platform does. */
const here = { engine: undefined };

/** Removes what was built to be released: a platform that is taken down leaves its images. */
export async function removeImages(): Promise<void> {
  const filter = ['--filter', `label=causeway.platform=${platform.name}`];
  const names = await lines(here, ['images', ...filter, '--format', '{{.Repository}}:{{.Tag}}']);
  const own = names.filter((name) => /\/subject:/.test(name));
  if (own.length > 0) await docker(here, ['image', 'rm', ...own]);
}
