/** What ends the last segment of a rule's path: `/admin` is not `/administrator`, yet covers `/admin;x` and `/admin.json`. */
const boundary = '[^A-Za-z0-9_-]';

/** Expression (RE2) for the whole of a request's path, without its query, that is `path` or lies below it. */
export function pathPattern(path: string): string {
  return `(?is)${quote(withoutTrailingSlash(encodeURI(path)))}(?:${boundary}.*)?`;
}

const withoutTrailingSlash = (path: string) => path.replace(/\/+$/, '');

const quote = (text: string) => text.replace(/[^A-Za-z0-9/_%~ -]/g, '\\$&');
