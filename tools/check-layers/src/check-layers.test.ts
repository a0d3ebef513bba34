import { afterEach, beforeEach, expect, test } from 'vitest';
import { project, SmallWorkspace } from './small-workspace.ts';

let workspace: SmallWorkspace;

beforeEach(() => {
  workspace = new SmallWorkspace();
});

afterEach(() => workspace.remove());

test('passes a workspace whose imports the table allows', async () => {
  expect(await workspace.checkLayers()).toEqual({
    exitCode: 0,
    stdout: 'layers: 5 projects, every import allowed',
    violations: [],
  });
});

test('refuses each way to import from a layer above', async () => {
  const sources = {
    'dynamic.ts': "export const listener = () => import('@small/edge');\n",
    'outside.ts': "import { listener } from '../../edge/src/index.ts';\nconsole.log(listener);\n",
    'passed-on.ts': "export * from '@small/edge';\n",
    'type-in-place.ts': "export type Listener = import('@small/edge').Listener;\n",
    'type-outside.ts': "export type * as edge from '../../edge/src/index.ts';\n",
    'type-passed-on.ts': "export type * from '@small/edge';\n",
    'type.ts': "import type { Listener } from '@small/edge';\nexport type Port = Listener;\n",
    'value.ts': "import { listener } from '@small/edge';\nconsole.log(listener);\n",
  };
  workspace.write(
    Object.fromEntries(Object.entries(sources).map(([file, text]) => [`libs/plan/src/${file}`, text])),
  );
  expect(await workspace.checkLayers()).toEqual({
    exitCode: 1,
    stdout: 'layers: violations: 8',
    violations: Object.keys(sources).map(
      (file) =>
        `libs/plan/src/${file}: plan imports edge, but the layer plan may import only config; ` +
        'pass the value in from above, or move what both need to a layer that both may import',
    ),
  });
});

test('refuses a dependency that a package.json lists', async () => {
  workspace.write(project('apps/verify', ['layer:verify'], { '@small/plan': '*' }));
  expect(await workspace.checkLayers()).toMatchObject({
    exitCode: 1,
    violations: [
      expect.stringMatching(
        /^apps\/verify\/package.json: verify imports plan, but the layer verify may import only config, corpus, connection;/,
      ),
    ],
  });
});

test('refuses projects with no layer, two layers, or one that has no row in the table', async () => {
  workspace.write({
    ...project('libs/config', ['team:platform']),
    ...project('libs/edge', ['layer:edge', 'layer:host']),
    ...project('apps/verify', ['layer:verfiy']),
  });
  expect(await workspace.checkLayers()).toMatchObject({
    exitCode: 1,
    violations: [
      expect.stringMatching(/^apps\/verify\/package.json: there is no layer "verfiy"; write one of config, /),
      'libs/config/package.json: config has no layer tag; write one "layer:<name>" in "nx.tags"',
      'libs/edge/package.json: edge has 2 layer tags (edge, host); write one "layer:<name>" in "nx.tags"',
    ],
  });
});

test("refuses Terraform's CDK outside constructs and stacks", async () => {
  const names = ['@cdktf/provider-aws', '@cdktf/provider-docker/lib/container', 'cdktf', 'cdktn'];
  workspace.write(
    Object.fromEntries(
      names.map((name, at) => [`libs/edge/src/${at}.ts`, `import type { App } from '${name}';\n`]),
    ),
  );
  expect(await workspace.checkLayers()).toMatchObject({
    exitCode: 1,
    violations: ['@cdktf/provider-aws', '@cdktf/provider-docker', 'cdktf', 'cdktn'].map(
      (name, at) =>
        `libs/edge/src/${at}.ts: edge imports ${name}, but only the layers constructs and stacks may; ` +
        'say what is wanted as data in libs/plan, and turn it into resources in libs/constructs',
    ),
  });
});

test('does not trust a graph without what sources import', async () => {
  workspace.skipSourceAnalysis();
  expect(await workspace.checkLayers()).toMatchObject({
    exitCode: 1,
    violations: [expect.stringMatching(/^nx.json: Nx has read no import from any source file/)],
  });
});
