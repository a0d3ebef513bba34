import { text } from './field.ts';

const example = 'palindrom';

/** An Nx project, which is a folder in apps/. */
export function projectName() {
  return text({ is: 'the name of a project', example }, (value) => {
    if (isProjectName(value)) return undefined;
    return {
      rule: 'must be the name of a folder in apps/',
      fix: `write ${JSON.stringify(meantProject(value))}`,
    };
  });
}

function isProjectName(value: string): boolean {
  return /^[a-z0-9][a-z0-9_-]*$/i.test(value);
}

function meantProject(value: string): string {
  const meant = value
    .replace(/^apps\//, '')
    .replace(/^\W+|\W+$/g, '')
    .replace(/[^\w-]+/g, '-');
  return isProjectName(meant) ? meant : example;
}
