import type { Target } from '../target.ts';
import { agentOf, docker, lines, ownFilter } from './docker.ts';

/** What a host has of the platform: counts, and bytes where it says so. */
export type Size = Readonly<Record<string, number>>;

export async function measureSize(target: Target): Promise<Size> {
  const agent = agentOf(target);
  return {
    containers: (await lines(target, ['ps', '-aq', ...ownFilter(target)])).length,
    networks: (await lines(target, ['network', 'ls', '-q', ...ownFilter(target)])).length,
    volumes: (await lines(target, ['volume', 'ls', '-q', ...ownFilter(target)])).length,
    ...(await imagesOf(target)),
    ...(await filesOf(target, agent)),
    ...(await processOf(target, 'agent')),
    ...(await processOf(target, 'guard')),
    ...(await processOf(target, 'edge')),
  };
}

async function imagesOf(target: Target): Promise<Size> {
  const label = `label=causeway.platform=${target.platform.name}`;
  const ids = await lines(target, ['images', '-q', '--no-trunc', '--filter', label]);
  const images = [...new Set(ids)];
  if (images.length === 0) return { images: 0 };
  const sizes = await lines(target, ['image', 'inspect', '-f', '{{.Size}}', ...images]);
  return { images: images.length, 'images (bytes)': sizes.map(Number).reduce((sum, size) => sum + size, 0) };
}

async function filesOf(target: Target, agent: string): Promise<Size> {
  const journal = '/var/lib/causeway/journal';
  const [state, edge] = await lines(target, [
    ...['exec', agent, 'du', '-sb', '--exclude=history', '/var/lib/causeway', '/etc/envoy/dynamic'],
  ]);
  const [files] = await lines(target, ['exec', agent, 'sh', '-c', `find ${journal} -type f | wc -l`]);
  const history = await docker(target, [
    ...['exec', agent, 'sh', '-c', 'cat /var/lib/causeway/history/* 2>/dev/null | wc -c'],
  ]);
  return {
    'journal files': Number(files),
    'state without history (bytes)': Number(state?.split('\t')[0]),
    'edge files (bytes)': Number(edge?.split('\t')[0]),
    'history (bytes)': Number(history),
  };
}

async function processOf(target: Target, role: string): Promise<Size> {
  const filter = [...ownFilter(target), '--filter', `label=causeway.role=${role}`];
  const [container = ''] = await lines(target, ['ps', '-q', ...filter]);
  const [memory = '', descriptors] = await lines(target, ['exec', container, 'bash', '-c', ownProcess]);
  return {
    [`${role}: memory (bytes)`]: Number(memory.replace(/\D/g, '')) * 1024,
    [`${role}: open files`]: Number(descriptors),
  };
}

/**
 * Beside the program there is the engine's init, and perhaps a watcher of the program; both are small. Counted is what the
 * process has written: pages of its program's file are shared, and go when somebody needs the memory.
 */
const ownProcess = `largest=$(grep VmRSS /proc/[0-9]*/status | sort -nk2 | tail -n 1 | cut -d/ -f3)
  grep RssAnon /proc/$largest/status; ls /proc/$largest/fd | wc -l`;
