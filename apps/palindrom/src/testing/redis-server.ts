import { Child } from './child.ts';
import { freePort } from './free-port.ts';
import { findProgram } from './installed.ts';

export const redisProgram = findProgram('redis-server');

export interface RedisServer {
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  let server: Child | undefined;
  const start = async () => {
    server = new Child(redisProgram ?? 'redis-server', [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
    ]);
    await server.printed(/Ready to accept connections/);
  };
  const stop = async () => {
    await server?.end('SIGTERM');
  };
  await start();
  return { port, start, stop };
}
