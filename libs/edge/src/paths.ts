/** What ends the last segment of a rule's path: `/admin` is not `/administrator`, yet covers `/admin;x` and `/admin.json`. */
const boundary = '[^A-Za-z0-9_-]';

/** Expression for the whole of a request's path, without its query, that is `path` or lies below it. */
export const pathPattern = (path: string): string =>
  `(?is:${quote(encode(withoutTrailingSlash(path)))}(?:${boundary}.*)?)`;

const withoutTrailingSlash = (path: string) => path.replace(/\/+$/, '');

// as clients send it; what is percent-encoded already stays
const encode = (path: string) => path.replace(/[^!-~]/gu, encodeURIComponent);

const quote = (text: string) => text.replace(/[^A-Za-z0-9/_%~-]/g, '\\$&');
