import { gzipSync } from 'node:zlib';
import { type EdgeFiles, emptyEdge } from '@causeway/edge';
import { type ContainerPlan, type Plan, paths } from '@causeway/plan';

/** The plan with programs in the agent's and the guard's place that do what the other containers wait for, and no more. */
export function withStandIns(plan: Plan, files: EdgeFiles = emptyEdge()): Plan {
  return {
    ...plan,
    containers: plan.containers.map((each) => ({ ...each, ...changesFor(each.role, plan, files) })),
  };
}

function changesFor(role: ContainerPlan['role'], plan: Plan, files: EdgeFiles): Partial<ContainerPlan> {
  const health = { interval: 500, timeout: 2000, retries: 5, startPeriod: 30_000 };
  switch (role) {
    case 'agent':
      return {
        command: node(agent(plan, files)),
        health: { ...health, test: ['CMD', ...node(agentIsReady)] },
      };
    case 'guard':
      return { command: node(idle) };
    case 'edge':
    case 'postgres':
    case 'redis':
      return {};
    default:
      return role satisfies never;
  }
}

const node = (program: string) => ['node', '--eval', program];

const idle = 'setInterval(() => {}, 60_000); process.on("SIGTERM", () => process.exit(0));';

const ready = `${paths.agentState}/ready`;
const agentIsReady = `fs.statSync(${JSON.stringify(ready)})`;

/** Writes the edge's first files and gives it the directory of its admin socket. */
const agent = ({ edge }: Plan, files: EdgeFiles) => `
  const packed = Buffer.from(${JSON.stringify(packed(files))}, 'base64');
  for (const [name, content] of Object.entries(JSON.parse(zlib.gunzipSync(packed))))
    fs.writeFileSync(${JSON.stringify(`${edge.directory}/`)} + name, content);
  fs.chownSync(${JSON.stringify(paths.edgeAdmin)}, ${paths.edgeUser}, ${paths.edgeUser});
  fs.writeFileSync(${JSON.stringify(ready)}, '');
  ${idle}
`;

// the kernel takes no argument of 128 KiB
const packed = (files: EdgeFiles) => gzipSync(JSON.stringify(files)).toString('base64');
