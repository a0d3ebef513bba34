import { setImmediate } from 'node:timers/promises';
import type { ProgressEvent, ReleaseReport, WantedRelease, WantedRollback } from '../protocol.ts';
import type { Release } from '../release.ts';
import { Releases } from '../releases.ts';
import { examplePlan, exampleService, wanted } from './example.ts';
import { World } from './world.ts';

/** The releases of an agent on a host in memory, which a test kills and starts again. */
export class Agent {
  readonly world = new World();
  /** Why this agent would end itself. */
  readonly interruptions: string[] = [];
  releases: Releases;

  constructor() {
    this.releases = this.#begin();
  }

  /** Another process, which goes on with what is there; the one before is dead from now on. */
  start(): void {
    this.releases = this.#begin();
    this.releases.resume();
  }

  /** Dead before its next effect. */
  async kill(): Promise<void> {
    this.world.crashIn = 0;
    await this.turns(20);
  }

  /** What was under way at a kill the engine still finishes on its own. */
  async restart(): Promise<void> {
    await this.world.settle();
    this.start();
    await this.world.refreshed();
  }

  /** Begins a release, or goes on with one, kills the agent at a step and starts it again `later`. */
  async interruptedAt(step: string, later = 0): Promise<void> {
    void this.release('second').catch(() => {});
    await this.at(step);
    await this.kill();
    this.world.time += later;
    await this.restart();
  }

  /** The engine's events and a timer make an agent look for what is left to be done at any moment: here, at each. */
  tidyAlways(): void {
    this.world.written = () => this.releases.resume();
  }

  release(image: string, more: Partial<WantedRelease> = {}): Promise<ReleaseReport> {
    return this.releases.release(wanted(image, more), () => {});
  }

  rollback(
    more: Partial<WantedRollback> = {},
    tell: (event: ProgressEvent) => void = () => {},
  ): Promise<ReleaseReport> {
    return this.releases.rollback({ service: 'api', by: 'ann@laptop', ...more }, tell);
  }

  deploySettings(change: Partial<(typeof exampleService)['deploy']>): void {
    const service = { ...exampleService, deploy: { ...exampleService.deploy, ...change } };
    this.world.plan = { ...examplePlan, services: [service] };
  }

  /** Until nothing is under way any more. */
  async quiet(): Promise<void> {
    while (!this.releases.idle) await setImmediate();
  }

  /** Until the release that goes live is at that step. */
  async at(step: string): Promise<void> {
    while (this.releases.running('api')?.last?.step !== step) await setImmediate();
  }

  async goneLive(id: string): Promise<void> {
    const isLive = (release: Release) => release.id === id && hasGoneLive(release);
    while (!this.world.journal('api').releases.some(isLive)) await setImmediate();
  }

  async turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) await setImmediate();
  }

  actions(): string[] {
    return this.world.history.map(({ action }) => action);
  }

  #begin(): Releases {
    const context = this.world.boot();
    this.interruptions.length = 0;
    const interrupted = ({ message }: Error) => void this.interruptions.push(message);
    return new Releases({ context: () => context, log: () => {}, interrupted });
  }
}

/** A way back is a switch as well, to the one before. */
export function hasGoneLive({ steps, version }: Release): boolean {
  return steps.some(({ step, detail }) => step === 'switch' && detail?.endsWith(version));
}
