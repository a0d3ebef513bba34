import { builtRepository, keepingTags, keptRepository } from '@causeway/plan';
import type { Release } from '@causeway/release';
import type Docker from 'dockerode';
import { callEngine, ifPresent, longly, shortly, unless } from './engine-call.ts';

/** Images stay as long as a tag `causeway-kept/<platform>-<target>/<service>:<release>` names them. */
export class KeptImages {
  readonly #docker: Docker;
  readonly #prefix: string;

  /** `prefix` is the plan's, which no other target on the engine has. */
  constructor(docker: Docker, prefix: string) {
    this.#docker = docker;
    this.#prefix = prefix;
  }

  async keep(release: Release): Promise<void> {
    const { repo, tag } = this.#tagOf(release);
    await callEngine(`tag ${release.image} as ${repo}:${tag}`, shortly, (abortSignal) =>
      this.#docker.getImage(release.image).tag({ repo, tag, abortSignal }),
    );
  }

  async forget(release: Release): Promise<void> {
    const { repo, tag } = this.#tagOf(release);
    await this.#remove(`${repo}:${tag}`);
    const image = await this.#inspect(release.image);
    if (!image || image.RepoTags.some(isKeep) || (await this.#isUsed(image.Id))) return;
    for (const name of await this.#ownNames(release, image)) await this.#remove(name);
    if ((await this.#inspect(image.Id))?.RepoTags.length === 0) await this.#remove(image.Id);
  }

  #tagOf({ service, id }: Release): { repo: string; tag: string } {
    return { repo: keptRepository(this.#prefix, service), tag: id };
  }

  /** What we built can be built again, and what was pulled be pulled; a tag that somebody else gave stays, and the image with it. */
  async #ownNames(
    { service, settings: { source } }: Release,
    image: Docker.ImageInspectInfo,
  ): Promise<string[]> {
    const built = image.RepoTags.filter((name) => name.startsWith(`${builtRepository(service)}:`));
    if (source.kind !== 'image' || image.RepoDigests.length === 0) return built;
    const named = await this.#inspect(source.image);
    return named?.Id === image.Id ? [...built, source.image] : built;
  }

  async #isUsed(id: string): Promise<boolean> {
    const containers = await callEngine(`list the containers of ${id}`, shortly, (abortSignal) =>
      this.#docker.listContainers({ all: true, filters: { ancestor: [id] }, abortSignal }),
    );
    return containers.length > 0;
  }

  #inspect(name: string): Promise<Docker.ImageInspectInfo | undefined> {
    return ifPresent(() =>
      callEngine(`inspect the image ${name}`, shortly, () => this.#docker.getImage(name).inspect()),
    );
  }

  /** Never by force: 409 says that a container or another image needs it. */
  async #remove(name: string): Promise<void> {
    await unless([404, 409], () =>
      callEngine(`remove the image ${name}`, longly, (abortSignal) =>
        this.#docker.getImage(name).remove({ abortSignal }),
      ),
    );
  }
}

function isKeep(name: string): boolean {
  return name.startsWith(keepingTags);
}
