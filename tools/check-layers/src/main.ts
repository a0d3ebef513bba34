import { checkLayers } from './check-layers.ts';
import { readWorkspace } from './read-workspace.ts';

const workspace = await readWorkspace();
const violations = checkLayers(workspace);
for (const violation of violations) console.error(violation);
console.log(
  violations.length === 0
    ? `layers: ${workspace.projects.length} projects, every import allowed`
    : `layers: violations: ${violations.length}`,
);
process.exitCode = violations.length === 0 ? 0 : 1;
