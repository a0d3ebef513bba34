/** First part of every tag that keeps an image, whichever platform's or target's it is. */
export const keepingTags = 'causeway-kept/';

/** The repository whose tags, one for each content, hold what was built for a service; it can be built again. */
export function builtRepository(service: string): string {
  return `causeway/${service}`;
}

/** The repository whose tags, one for each release, keep a service's images on the engine. */
export function keptRepository(prefix: string, service: string): string {
  return `${keepingTags}${prefix}/${service}`;
}
