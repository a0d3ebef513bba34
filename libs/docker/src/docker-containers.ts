import { statfs } from 'node:fs/promises';
import type { Plan } from '@causeway/plan';
import type { Containers, Crash, Release, Replica, ReplicaSpec } from '@causeway/release';
import type Docker from 'dockerode';
import type { Crashes } from './crashes.ts';
import { callEngine, ifPresent, shortly } from './engine-call.ts';
import { KeptImages } from './kept-images.ts';
import { labelFilter, readReplica } from './labels.ts';
import { endOf, type Limits, tailLines } from './limited-run.ts';
import { readLog } from './log.ts';
import { replicaName, replicaOptions, taskOptions } from './replica-options.ts';
import { freeStaleEndpoints, isAddressTaken } from './stale-endpoints.ts';

export interface ContainersOptions {
  readonly docker: Docker;
  readonly plan: Plan;
  /** Outlives the plan, and is fed from the engine's events. */
  readonly crashes: Crashes;
  /** Lies on the engine's disk. */
  readonly stateDirectory: string;
}

/** The engine as the release engine sees it. */
export class DockerContainers implements Containers {
  readonly #docker: Docker;
  readonly #plan: Plan;
  readonly #stateDirectory: string;
  readonly #crashes: Crashes;
  readonly #images: KeptImages;

  constructor({ docker, plan, crashes, stateDirectory }: ContainersOptions) {
    this.#docker = docker;
    this.#plan = plan;
    this.#stateDirectory = stateDirectory;
    this.#crashes = crashes;
    this.#images = new KeptImages(docker, plan.prefix);
  }

  async imageSize(image: string): Promise<number | undefined> {
    const info = await ifPresent(() =>
      callEngine(`inspect the image ${image}`, shortly, () => this.#docker.getImage(image).inspect()),
    );
    return info?.Size;
  }

  async freeSpace(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#stateDirectory);
    return bavail * bsize;
  }

  async replicas(): Promise<readonly Replica[]> {
    const listed = await this.#list({ ...this.#plan.labels, 'causeway.role': 'service' });
    const replicas = await Promise.all(listed.map((id) => this.#inspect(id)));
    return replicas.filter((replica) => replica !== undefined);
  }

  async start(spec: ReplicaSpec): Promise<void> {
    await this.#removeIfPresent(replicaName(this.#plan, spec));
    const container = await this.#create(spec, replicaOptions(this.#plan, spec));
    await this.#start(container).catch(async (error) => {
      if (!isAddressTaken(error)) throw error;
      await this.#letGoOfAddresses();
      await this.#start(container);
    });
  }

  async run(spec: ReplicaSpec, command: readonly string[], deadline: number, signal?: AbortSignal) {
    signal?.throwIfAborted();
    const { service } = spec.release;
    // what an interrupted release has left running would do harm beside ours
    await this.#removeMigrations({ 'causeway.service': service });
    const options = taskOptions(this.#plan, spec, command);
    const [ran] = await Promise.allSettled([this.#runToItsEnd(spec, options, { command, deadline, signal })]);
    const left = await this.#removeIfPresent(options.name).then(
      () => '',
      (error: Error) => `\nits container ${options.name} could not be removed: ${error.message}`,
    );
    if (ran.status === 'rejected') throw withMore(ran.reason, left);
    return { ...ran.value, output: ran.value.output + left };
  }

  async remove(name: string, grace: number): Promise<void> {
    const container = this.#docker.getContainer(name);
    await ifPresent(() =>
      callEngine(`stop ${name}`, grace + shortly, (abortSignal) =>
        container.stop({ t: Math.ceil(grace / 1000), abortSignal }),
      ),
    );
    await this.#removeIfPresent(name);
  }

  async logTail(name: string): Promise<string> {
    return (await ifPresent(() => readLog(this.#docker.getContainer(name), tailLines))) ?? '';
  }

  crashes(release: Release, since: number): readonly Crash[] {
    return this.#crashes.of(release, since);
  }

  keep(release: Release): Promise<void> {
    return this.#images.keep(release);
  }

  forget(release: Release): Promise<void> {
    return this.#images.forget(release);
  }

  async endMigration({ service, id }: Release): Promise<void> {
    await this.#removeMigrations({ 'causeway.service': service, 'causeway.release': id });
  }

  async #removeMigrations(labels: Readonly<Record<string, string>>): Promise<void> {
    const left = await this.#list({ ...this.#plan.labels, 'causeway.role': 'migration', ...labels });
    await Promise.all(left.map((id) => this.#removeIfPresent(id)));
  }

  async #runToItsEnd(
    spec: ReplicaSpec,
    options: Docker.ContainerCreateOptions,
    limits: Limits,
  ): Promise<{ exitCode: number; output: string }> {
    const container = await this.#create(spec, options);
    await this.#start(container);
    const exitCode = await endOf(container, limits);
    return { exitCode, output: await readLog(container, tailLines) };
  }

  async #list(labels: Readonly<Record<string, string>>): Promise<string[]> {
    const filters = labelFilter(labels);
    const listed = await callEngine('list containers', shortly, (abortSignal) =>
      this.#docker.listContainers({ all: true, filters, abortSignal }),
    );
    return listed.map(({ Id }) => Id);
  }

  async #create(spec: ReplicaSpec, options: Docker.ContainerCreateOptions): Promise<Docker.Container> {
    const container = await callEngine(`create ${options.name}`, shortly, (abortSignal) =>
      this.#docker.createContainer({ ...options, abortSignal }),
    );
    await this.#attachData(spec, container.id);
    return container;
  }

  async #letGoOfAddresses(): Promise<void> {
    const { networks, prefix } = this.#plan;
    const names = [networks.services.name, networks.data.name];
    await Promise.all(names.map((name) => freeStaleEndpoints(this.#docker, name, prefix)));
  }

  async #start(container: Docker.Container): Promise<void> {
    await callEngine(`start ${container.id}`, shortly, (abortSignal) => container.start({ abortSignal }));
  }

  /** Replicas sit in the services' network; those that use data are also let into the data network. */
  async #attachData(spec: ReplicaSpec, id: string): Promise<void> {
    if (spec.release.settings.uses.length === 0) return;
    const { name } = this.#plan.networks.data;
    await callEngine(`connect ${id} to ${name}`, shortly, () =>
      this.#docker.getNetwork(name).connect({ Container: id }),
    );
  }

  async #inspect(id: string): Promise<Replica | undefined> {
    const info = await ifPresent(() =>
      callEngine(`inspect ${id}`, shortly, (abortSignal) =>
        this.#docker.getContainer(id).inspect({ abortSignal }),
      ),
    );
    return (
      info && {
        container: info.Name.slice(1),
        ...readReplica(info.Config.Labels),
        state: info.State.Status,
        restarts: info.RestartCount,
        exitCode: info.State.ExitCode,
        startedAt: Date.parse(info.State.StartedAt),
      }
    );
  }

  async #removeIfPresent(name: string): Promise<void> {
    const container = this.#docker.getContainer(name);
    await ifPresent(() =>
      callEngine(`remove ${name}`, shortly, (abortSignal) =>
        container.remove({ force: true, v: true, abortSignal }).catch(waitIfRemoved(container, abortSignal)),
      ),
    );
  }
}

/** The cause is kept: it tells whether the engine is gone. */
function withMore(error: Error, more: string): Error {
  return more ? new Error(`${error.message}${more}`, { cause: error }) : error;
}

/** The engine answers 409 while somebody else's removal is under way. */
function waitIfRemoved(container: Docker.Container, abortSignal: AbortSignal) {
  return async (error: { statusCode?: number }): Promise<void> => {
    if (error.statusCode !== 409) throw error;
    await container.wait({ condition: 'removed', abortSignal });
  };
}
