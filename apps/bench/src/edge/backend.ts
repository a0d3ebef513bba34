import { join } from 'node:path';
import { nginxConfig } from './proxies/nginx.ts';
import type { ServerPlan } from './server.ts';
import type { Found } from './tools.ts';

const kilobyte = 1024;

/** Answers from memory, as fast as anything does: nginx without a log. The second port speaks HTTP/2. */
export function backendPlan(folder: string, { path, environment }: Found, port: number): ServerPlan {
  return {
    name: 'backend',
    program: path,
    args: ['-p', folder, '-c', join(folder, 'nginx.conf')],
    environment,
    folder,
    files: {
      '1k': 'x'.repeat(kilobyte),
      '100k': 'x'.repeat(100 * kilobyte),
      admin: 'x'.repeat(kilobyte),
      'nginx.conf': nginxConfig(`
  access_log off;
  sendfile on;
  open_file_cache max=10;
  keepalive_requests 100000000;
  keepalive_timeout 300s;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    listen 127.0.0.1:${port + 1} http2 backlog=4096;
    http2_max_requests 100000000;
    root ${folder};
    location = /status { return 200; }
  }`),
    },
  };
}
