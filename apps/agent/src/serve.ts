import { join } from 'node:path';
import type { ContainerEvent } from '@causeway/docker';
import { emptyEdge, gateSocket } from '@causeway/edge';
import { paths } from '@causeway/plan';
import type { EdgeDirectory } from './edge-directory.ts';
import { readEnvironment } from './environment.ts';
import { type Host, openHost } from './host.ts';
import { log } from './log.ts';
import { giveBackMemory, restInterval } from './memory.ts';
import { Operations } from './operations.ts';
import { reviveKilled } from './revive.ts';
import { listen } from './server.ts';
import { watchContainers } from './watch.ts';

/** What failed once is tried again: retirements while the engine was away, certificates near their end. Milliseconds. */
const tidyInterval = 60_000;

export async function serve(): Promise<void> {
  // Nothing to save: the journal is on the disk before each step and after it.
  process.once('SIGTERM', () => process.exit(0));
  const host = openHost(readEnvironment());
  await prepareEdge(host);
  const operations = new Operations(host, (error) => {
    log('the host fails; the next start goes on', { error: error.message });
    process.exit(1);
  });
  await host.gate.listen(gateSocket(join(paths.edgeAdmin, 'admin.sock')));
  // before anybody may ask: whoever asks for the release that was interrupted joins it
  await operations.resume().catch((error) => log('could not resume', { error: error.message }));
  await listen(operations);
  log('the agent is up');
  setInterval(() => void tidy(operations).then(() => renew(operations)), tidyInterval);
  setInterval(() => operations.idle && giveBackMemory(), restInterval);
  // the engine may have restarted meanwhile
  await tidy(operations);
  void operations.keepImages().catch((error) => log('could not keep the images', { error: error.message }));
  await watch(host, operations);
}

/** The edge starts only with files to read and a place for its admin socket. */
async function prepareEdge({ directory }: Host): Promise<void> {
  for (const path of [paths.edgeAdmin, paths.edgeFiles]) await directory.giveToEdge(path);
  await tidyUp(directory).catch((error) =>
    log('could not mend the files of the edge', { error: error.message }),
  );
  const present = directory.read();
  for (const [name, content] of Object.entries(emptyEdge())) {
    if (present[name] === undefined) await directory.write(name, content, false);
  }
}

async function tidyUp(directory: EdgeDirectory): Promise<void> {
  directory.removeUnfinished();
  const mended = await directory.mend();
  if (mended.length > 0) log('files of the edge were damaged, and are as they were last', { mended });
}

async function watch(
  { docker, environment, stopping, crashes }: Host,
  operations: Operations,
): Promise<void> {
  const revive = reviveKilled(docker);
  await watchContainers(docker, environment.labels, {
    onConnected: async () => {
      await crashes.catchUp(docker, environment.labels, Date.now());
      await operations.catchUp();
    },
    onEvent: async (event) => {
      crashes.take(event);
      await revive(event);
      stopping.take(event, () => void showAgain(operations));
      await follow(operations, event);
    },
  });
}

/** Keeps the edge true to what happened to a replica, or to itself. */
async function follow(operations: Operations, { action, labels }: ContainerEvent): Promise<void> {
  const role = labels['causeway.role'];
  if (role === 'service') await (action === 'destroy' ? operations.catchUp() : operations.refresh());
  if (role === 'edge' && action === 'start') await operations.catchUp();
}

/** A replica that was told to end, and runs on. */
async function showAgain(operations: Operations): Promise<void> {
  await operations
    .refresh()
    .catch((error) => log('a replica that did not end could not be shown again', { error: error.message }));
}

/** An authority may take its time, and nothing else waits for it. */
async function renew(operations: Operations): Promise<void> {
  await operations
    .renewCertificates()
    .catch((error) => log('could not renew certificates', { error: error.message }));
}

async function tidy(operations: Operations): Promise<void> {
  await operations.tidy().catch((error) => log('could not catch up', { error: error.message }));
}
