import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import type { Target } from '../target.ts';
import { agentOf } from './docker.ts';

/** Follows what the agent says of its steps, from now on. */
export function followSteps(target: Target) {
  const env = target.engine === undefined ? {} : { DOCKER_HOST: target.engine };
  const follower = execa('docker', ['logs', '--follow', '--tail', '0', agentOf(target)], {
    env,
    reject: false,
    buffer: false,
  });
  const lines = createInterface({ input: follower.stdout });
  const seen: string[] = [];
  lines.on('line', (line) => seen.push(messageOf(line)));
  return {
    /** Resolves once the agent has said it, at once if it has already. Rejects when it ends or is too slow. */
    async said(message: string, atMost: number): Promise<void> {
      const signal = AbortSignal.timeout(atMost);
      while (!seen.includes(message)) await once(lines, 'line', { signal });
    },
    hasSaid: (message: string) => seen.includes(message),
    close(): void {
      follower.kill();
      lines.close();
    },
  };
}

function messageOf(line: string): string {
  try {
    return JSON.parse(line).message;
  } catch {
    return line;
  }
}
