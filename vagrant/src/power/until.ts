import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Between two looks, so that a time is known to this much. Milliseconds. */
const step = 100;

/** Milliseconds since 1970 at which it held; rejects when it did not within `deadline` milliseconds. */
export async function until(what: string, holds: () => Promise<boolean>, deadline: number): Promise<number> {
  const end = Date.now() + deadline;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${deadline / 1000} s`);
    await pause(step);
  }
  return Date.now();
}

/** Whether sshd itself answers there: what forwards the port takes connections before. */
export async function sshAnswers(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    const [greeting] = await once(socket, 'data', { signal: AbortSignal.timeout(2000) });
    return String(greeting).startsWith('SSH-');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
