import { statfs } from 'node:fs/promises';
import type { Plan } from '@causeway/plan';
import type { Containers, Replica, ReplicaSpec } from '@causeway/release';
import type Docker from 'dockerode';
import { labelFilter, readReplica } from './labels.ts';
import { readLog } from './log.ts';
import { replicaName, replicaOptions, taskOptions } from './replica-options.ts';

const tailLines = 20;

/** The engine as the release engine sees it. `stateDirectory` lies on the engine's disk. */
export class DockerContainers implements Containers {
  readonly #docker: Docker;
  readonly #plan: Plan;
  readonly #stateDirectory: string;

  constructor(docker: Docker, plan: Plan, stateDirectory: string) {
    this.#docker = docker;
    this.#plan = plan;
    this.#stateDirectory = stateDirectory;
  }

  async imageSize(image: string): Promise<number | undefined> {
    return ifPresent(async () => (await this.#docker.getImage(image).inspect()).Size);
  }

  async freeSpace(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#stateDirectory);
    return bavail * bsize;
  }

  async replicas(): Promise<readonly Replica[]> {
    const filters = labelFilter({ ...this.#plan.labels, 'causeway.role': 'service' });
    const listed = await this.#docker.listContainers({ all: true, filters });
    const replicas = await Promise.all(listed.map(({ Id }) => this.#inspect(Id)));
    return replicas.filter((replica) => replica !== undefined);
  }

  async start(spec: ReplicaSpec): Promise<void> {
    await this.#removeIfPresent(replicaName(this.#plan, spec));
    const container = await this.#docker.createContainer(replicaOptions(this.#plan, spec));
    await this.#attachData(spec, container.id);
    await container.start();
  }

  async run(spec: ReplicaSpec, command: readonly string[], deadline: number) {
    await this.#removeMigrations(spec);
    const container = await this.#docker.createContainer(taskOptions(this.#plan, spec, command));
    try {
      await this.#attachData(spec, container.id);
      await container.start();
      const { StatusCode } = await this.#waitFor(container, command, deadline);
      return { exitCode: StatusCode as number, output: await readLog(container, tailLines) };
    } finally {
      await this.#removeIfPresent(container.id);
    }
  }

  async remove(name: string, grace: number): Promise<void> {
    const container = this.#docker.getContainer(name);
    await ifPresent(() => container.stop({ t: Math.ceil(grace / 1000) }));
    await this.#removeIfPresent(name);
  }

  async logTail(name: string): Promise<string> {
    return (await ifPresent(() => readLog(this.#docker.getContainer(name), tailLines))) ?? '';
  }

  /** Replicas sit in the services' network; those that use data are also let into the data network. */
  async #attachData(spec: ReplicaSpec, id: string): Promise<void> {
    if (spec.release.settings.uses.length === 0) return;
    await this.#docker.getNetwork(this.#plan.networks.data.name).connect({ Container: id });
  }

  async #inspect(id: string): Promise<Replica | undefined> {
    const info = await ifPresent(() => this.#docker.getContainer(id).inspect());
    return (
      info && {
        container: info.Name.slice(1),
        ...readReplica(info.Config.Labels),
        state: info.State.Status,
        restarts: info.RestartCount,
        exitCode: info.State.ExitCode,
      }
    );
  }

  async #waitFor(container: Docker.Container, command: readonly string[], deadline: number) {
    const signal = AbortSignal.timeout(deadline);
    try {
      return await container.wait({ abortSignal: signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      const tail = await readLog(container, tailLines);
      throw new Error(
        `waited ${deadline / 1000} s for "${command.join(' ')}" to end; its last lines:\n${tail}`,
      );
    }
  }

  /** One that an interrupted release has left behind may still run, beside ours. */
  async #removeMigrations({ release }: ReplicaSpec): Promise<void> {
    const labels = {
      ...this.#plan.labels,
      'causeway.role': 'migration',
      'causeway.service': release.service,
    };
    const left = await this.#docker.listContainers({ all: true, filters: labelFilter(labels) });
    await Promise.all(left.map(({ Id }) => this.#removeIfPresent(Id)));
  }

  async #removeIfPresent(name: string): Promise<void> {
    const container = this.#docker.getContainer(name);
    await ifPresent(() => container.remove({ force: true, v: true }).catch(waitIfRemoved(container)));
  }
}

/** The engine answers 409 while somebody else's removal is under way. */
function waitIfRemoved(container: Docker.Container) {
  return async (error: { statusCode?: number }): Promise<void> => {
    if (error.statusCode !== 409) throw error;
    await container.wait({ condition: 'removed' });
  };
}

/** The engine answers 404 for what is gone and 304 for what is so already. */
async function ifPresent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === 404 || statusCode === 304) return undefined;
    throw error;
  }
}
