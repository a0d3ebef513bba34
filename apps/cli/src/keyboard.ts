const interruptKey = '\u0003';

/** Somebody sits before it, who sees what is asked. */
export function isAttended(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY);
}

/** The next key, lower case, without echo; nothing when the terminal closes or `signal` ends the wait. Ctrl-C ends the program. */
export async function readKey(signal?: AbortSignal): Promise<string | undefined> {
  const { stdin } = process;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const hear = (bytes: Buffer) => resolve(bytes.toString().charAt(0).toLowerCase());
  const end = () => resolve(undefined);
  stdin.once('data', hear).once('end', end).once('error', end);
  signal?.addEventListener('abort', end, { once: true });
  stdin.setRawMode(true).resume();
  const key = await promise;
  stdin.off('data', hear).off('end', end).off('error', end);
  stdin.setRawMode(false).pause();
  if (key === interruptKey) process.exit(130);
  return key;
}
