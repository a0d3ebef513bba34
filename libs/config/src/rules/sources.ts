import { forEachService } from './rule.ts';

const sources = ['project', 'image', 'context'] as const;

/** Exactly one of project, image and context says where a service's image comes from. */
export const sourceIsOne = forEachService((service, path) => {
  const [first, ...others] = sources.filter((source) => source in service);
  if (first === undefined) {
    const example = String(path.at(-1));
    return [
      {
        path,
        rule: 'has no source',
        fix: `write project: ${JSON.stringify(example)}, image: "registry/name:tag" or context: "a/folder"`,
      },
    ];
  }
  return others.map((source) => ({
    path: [...path, source],
    got: service[source],
    rule: `must not stand beside ${first}: a service has one source`,
    fix: `write only one of ${first} and ${source}`,
  }));
});
