/** What the rules look at. */
export type Workspace = {
  projects: Project[];
  imports: Import[];
  /** Whether Nx's graph holds what source files import. */
  sourcesRead: boolean;
};

export type Project = {
  name: string;
  /** Relative to the workspace. */
  root: string;
  packageName: string | undefined;
  tags: readonly string[];
};

export type Import = {
  /** Relative to the workspace; a `package.json` that lists a dependency counts as importing it. */
  file: string;
  from: Project;
  to: { project: Project } | { package: string };
};

export function layerTags({ tags }: Project): string[] {
  return tags.filter((tag) => tag.startsWith('layer:')).map((tag) => tag.slice('layer:'.length));
}

/** The first layer tag; none or several are what the rule `one-layer` refuses. */
export function layerOf(project: Project): string | undefined {
  return layerTags(project)[0];
}

export function isSource(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}
