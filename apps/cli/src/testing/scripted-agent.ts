// Speaks the agent's protocol as the file `script.json` of its folder says, and notes what it is asked.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Line, Script } from './try-out.ts';

const [folder = ''] = process.argv.slice(2);
// a test may end without ending the conversations that it waited in
setInterval(() => existsSync(folder) || process.exit(), 1000).unref();
const request = JSON.parse(await text(process.stdin));
const before = asked().filter((op) => op === request.op).length;
appendFileSync(join(folder, 'asked.jsonl'), `${JSON.stringify(request)}\n`);

const script: Script = JSON.parse(readFileSync(join(folder, 'script.json'), 'utf8'));
const conversations = script[request.op as keyof Script] ?? [];
for (const line of conversations[Math.min(before, conversations.length - 1)] ?? []) await speak(line);

async function speak(line: Line): Promise<void> {
  switch (line) {
    case 'die':
      process.stderr.write('killed\n');
      return process.exit(137);
    case 'killed':
      process.kill(process.pid, 'SIGKILL');
      return await new Promise(() => {});
    case 'unreachable':
      process.stderr.write('Cannot connect to the Docker daemon at unix:///nowhere. Is it running?\n');
      return process.exit(1);
    case 'absent':
      process.stderr.write('Error response from daemon: No such container: try-agent\n');
      return process.exit(1);
    case 'for ever':
      return await new Promise(() => setInterval(() => undefined, 1000));
    default:
      return 'until' in line ? await untilAsked(line.until) : say(line);
  }
}

/** Until another conversation has asked for it. */
async function untilAsked(op: string): Promise<void> {
  while (!asked().includes(op)) await new Promise((resolve) => setTimeout(resolve, 20));
}

function asked(): string[] {
  try {
    const lines = readFileSync(join(folder, 'asked.jsonl'), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line).op);
  } catch {
    return [];
  }
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
