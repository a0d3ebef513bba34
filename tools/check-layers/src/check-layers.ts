import { allowedImports } from './rules/allowed-imports.ts';
import { knownLayer } from './rules/known-layer.ts';
import { oneLayer } from './rules/one-layer.ts';
import { sourcesRead } from './rules/sources-read.ts';
import { terraformStays } from './rules/terraform.ts';
import type { Workspace } from './workspace.ts';

const rules = [sourcesRead, oneLayer, knownLayer, allowedImports, terraformStays];

/** All violations, each as one line that says where, what, and what to do. */
export function checkLayers(workspace: Workspace): string[] {
  return [...new Set(rules.flatMap((rule) => rule(workspace)))].sort();
}
