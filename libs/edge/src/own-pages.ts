import type { ServicePlan } from '@causeway/plan';
import type { Route } from './messages.ts';

/** Statuses that the edge answers with on behalf of a service. */
export const pageStatuses = [400, 401, 403, 404, 429, 502, 503, 504] as const;

/** Where a service's own page stands in the metadata of its routes: up to the request id, and after it. */
export const pageKeys = (page: number | string) => ({ head: `page-${page}`, tail: `page-${page}-tail` });

const placeholder = '{{request-id}}';

/** The routes with the service's own pages, which are looked up when there is something to answer. */
export function withOwnPages({ errorPages = {} }: ServicePlan, routes: readonly Route[]): Route[] {
  const pages = Object.fromEntries(Object.entries(errorPages).toSorted(byName).flatMap(split));
  if (Object.keys(pages).length === 0) return [...routes];
  return routes.map((route) => ({
    ...route,
    metadata: { filter_metadata: { causeway: { ...route.metadata?.filter_metadata?.causeway, ...pages } } },
  }));
}

type Page = readonly [name: string, html: string];

const byName = ([one]: Page, [other]: Page) => (one < other ? -1 : 1);

function split([name, html]: Page): Page[] {
  const { head, tail } = pageKeys(name);
  const at = html.indexOf(placeholder);
  if (at < 0) return [[head, html]];
  return [
    [head, html.slice(0, at)],
    [tail, html.slice(at + placeholder.length)],
  ];
}
