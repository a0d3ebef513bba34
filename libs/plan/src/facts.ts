import type { ImageRole } from './plan.ts';

/** What set-up found on the machine; the plan takes nothing else from outside the config. */
export interface Facts {
  readonly engine: {
    readonly host: string;
    readonly socket: string;
    /** Docker Desktop: containers run in a virtual machine. */
    readonly desktop: boolean;
    readonly cpus: number;
  };
  /** Image ids, `sha256:…`. */
  readonly images: Readonly<Record<ImageRole, string>>;
}
