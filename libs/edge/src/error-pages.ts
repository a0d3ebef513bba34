import { normalFormRefusal } from './filters/normal-form.ts';
import {
  type AccessLogFilter,
  addIfAbsent,
  type DataSource,
  extension,
  type HttpConnectionManager,
  type ResponseMapper,
  type StringMatcher,
} from './messages.ts';
import { pageKeys, pageStatuses } from './own-pages.ts';

/** What the edge says where it answers itself, in HTML to those who ask for it and in JSON to all others. */
export const errorPages = (): Pick<HttpConnectionManager, 'local_reply_config'> => ({
  local_reply_config: {
    // the first that matches
    mappers: [
      untouched(isGrpc),
      untouched(isMaintenancePage),
      ...ownPage(400, isNormalFormRefusal, refused),
      ...ownPage('any', isNormalFormRefusal, refused),
      ...paged([isNormalFormRefusal], { ...refused, body: text(words.unclear) }),
      ...pageStatuses.flatMap((status) => ownPage(status, hasStatus('EQ', status))),
      ...ownPage('any', isError),
      ...paged([isDirectResponse, isError]),
      ...Object.entries(statuses).flatMap(([status, word]) =>
        paged([hasStatus('EQ', Number(status))], { body: text(word) }),
      ),
      ...paged([isError], { body: text(words.other) }),
    ],
  },
});

// the filter that refuses says 403
const refused = { status_code: 400 } satisfies Partial<ResponseMapper>;

const words = {
  unclear:
    'The path of this address can be read in more than one way; write it without dot segments, backslashes and doubled escapes.',
  other: 'The request could not be answered.',
};

// none tells what an attacker could use: whether a user exists, which replica failed, or how
const statuses: Readonly<Record<number, string>> = {
  400: 'The request could not be understood.',
  401: 'A user name and a password are needed here.',
  403: 'This is not for you to see.',
  404: 'There is nothing at this address.',
  408: 'The request took too long to arrive.',
  413: 'The request is too large.',
  426: 'Please speak HTTP/1.1 or later.',
  429: 'Too many requests; please wait a moment.',
  431: 'The headers of the request are too large.',
  502: 'The application did not answer properly; please try again soon.',
  503: 'The application cannot be reached right now; please try again soon.',
  504: 'The application took too long to answer; please try again soon.',
};

type Filters = readonly [AccessLogFilter, ...AccessLogFilter[]];

type Change = Pick<ResponseMapper, 'status_code' | 'body'>;

/** The same answer twice: as a page, and as JSON. */
const paged = (filters: Filters, change: Change = {}): ResponseMapper[] => [
  { filter: all(...filters, wantsHtml, hasPlainId), ...change, ...asHtml, headers_to_add: [notKept] },
  { filter: all(...filters), ...change, ...asJson, headers_to_add: [notKept] },
];

/** A service's own page, with the request id in its place where it has one. */
function ownPage(page: number | 'any', filter: AccessLogFilter, change: Change = {}): ResponseMapper[] {
  const { head, tail } = pageKeys(page);
  const shown = (own: AccessLogFilter, format: string): ResponseMapper => ({
    filter: all(filter, own, wantsHtml, hasPlainId),
    ...change,
    body_format_override: htmlOf(format),
    headers_to_add: [notKept],
  });
  return [
    shown(hasPage(tail), `${fromRoute(head)}%REQ(X-REQUEST-ID)%${fromRoute(tail)}`),
    shown(hasPage(head), fromRoute(head)),
  ];
}

const hasPage = (key: string) => expression(`'${key}' in xds.route_metadata.filter_metadata['causeway']`);

const fromRoute = (key: string) => `%METADATA(ROUTE:causeway:${key})%`;

const untouched = (filter: AccessLogFilter) => ({ filter });

/** Envoy wants two for an `and`. */
const all = (first: AccessLogFilter, ...rest: readonly AccessLogFilter[]): AccessLogFilter =>
  rest.length > 0 ? { and_filter: { filters: [first, ...rest] } } : first;

const header = (name: string, string_match: StringMatcher): AccessLogFilter => ({
  header_filter: { header: { name, string_match } },
});

const hasStatus = (op: 'EQ' | 'GE', status: number): AccessLogFilter => ({
  status_code_filter: { comparison: { op, value: { default_value: status, runtime_key: 'edge.status' } } },
});

const expression = (expression: string): AccessLogFilter => ({
  extension_filter: extension(
    'envoy.access_loggers.extension_filters.cel',
    'envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter',
    { expression },
  ),
});

const isError = hasStatus('GE', 400);

const wantsHtml = header('accept', { contains: 'text/html' });

// nothing is escaped in a page; what is not ours to show goes into JSON, where it is
const hasPlainId = header('x-request-id', { safe_regex: { regex: '[0-9A-Za-z-]{1,64}' } });

// the error is in its trailers, and nobody reads a body
const isGrpc = header('content-type', { prefix: 'application/grpc' });

/** Somebody's own page, as it stands. */
const isMaintenancePage = expression("xds.route_name.endsWith('/maintenance-page')");

const isNormalFormRefusal = expression(`response.code_details == '${normalFormRefusal}'`);

/** The route says why. */
const isDirectResponse = expression("response.code_details == 'direct_response'");

const text = (inline_string: string): DataSource => ({ inline_string });

// what is amiss may be mended by the next request
const notKept = addIfAbsent('cache-control', 'no-store');

const asJson: Partial<ResponseMapper> = {
  body_format_override: {
    json_format: {
      status: '%RESPONSE_CODE%',
      error: '%LOCAL_REPLY_BODY%',
      request_id: '%REQ(X-REQUEST-ID)%',
    },
  },
};

const style =
  'body{font:1.1em/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1em;color-scheme:light dark}small{opacity:.7}';

function htmlOf(format: string): NonNullable<ResponseMapper['body_format_override']> {
  return { content_type: 'text/html; charset=utf-8', text_format_source: text(format) };
}

const asHtml: Partial<ResponseMapper> = {
  body_format_override: htmlOf(
    [
      '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
      `<title>%RESPONSE_CODE%</title><style>${style}</style>`,
      '<h1>%RESPONSE_CODE%</h1><p>%LOCAL_REPLY_BODY%</p><p><small>Request %REQ(X-REQUEST-ID)%</small></p>',
      '</html>\n',
    ].join('\n'),
  ),
};
