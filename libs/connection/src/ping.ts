import { request } from 'node:http';

/** An engine that is there says so at once; the line may be slow. Milliseconds. */
const deadline = 10_000;

/** Whether an engine answers at this socket. */
export function answers(socketPath: string): Promise<boolean> {
  const asked = request({ socketPath, path: '/_ping', timeout: deadline, agent: false });
  return new Promise((resolve) => {
    asked.on('response', (response) => resolve(Boolean(response.resume())));
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
