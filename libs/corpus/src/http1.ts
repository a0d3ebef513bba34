import type { Places } from './case.ts';

/** Bytes on a connection, and the answers to them; nothing that a rule covers may reach the application by them. */
export interface Http1Case {
  readonly name: string;
  readonly bytes: string;
  /** One status for each request that the edge finds; after 0 the connection ends without a word. */
  readonly answers: readonly number[];
  /** What the application is asked, as `<method> <target>`; by default nothing. */
  readonly reached?: readonly string[];
}

const request = (method: string, target: string, ...lines: readonly string[]): string =>
  `${[`${method} ${target} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`;

export function http1Cases({ authority, blocked, guarded }: Places): readonly Http1Case[] {
  const host = `Host: ${authority}`;

  const get = (target: string, ...lines: readonly string[]): string => request('GET', target, host, ...lines);

  const post = (lines: readonly string[], body: string): string =>
    `${request('POST', '/x', host, ...lines)}${body}`;

  const smuggled = get(guarded);

  const upgrade = (target: string, protocol = 'websocket'): string =>
    get(
      target,
      'Connection: Upgrade',
      `Upgrade: ${protocol}`,
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    );

  const requestLines: readonly Http1Case[] = [
    { name: 'absolute form', bytes: get(`http://${authority}${guarded}`), answers: [401] },
    { name: 'absolute form of a blocked path', bytes: get(`https://${authority}${blocked}`), answers: [404] },
    {
      name: 'absolute form in capitals',
      bytes: get(`HTTP://${authority.toUpperCase()}${guarded.toUpperCase()}`),
      answers: [401],
    },
    { name: 'absolute form with a port', bytes: get(`http://${authority}:80${guarded}`), answers: [401] },
    {
      name: 'absolute form with a user',
      bytes: get(`http://${authority}@${authority}${guarded}`),
      answers: [401],
    },
    {
      name: 'absolute form with a slash too many',
      bytes: get(`http://${authority}/${guarded}`),
      answers: [401],
    },
    { name: 'absolute form with dots', bytes: get(`http://${authority}/x/..${guarded}`), answers: [400] },
    { name: 'absolute form of another host', bytes: get(`http://other.example${guarded}`), answers: [421] },
    { name: 'absolute form without a host', bytes: get(`http://${guarded}`), answers: [400] },
    { name: 'absolute form without slashes', bytes: get(`http:${guarded}`), answers: [400] },
    {
      name: 'absolute form with a query alone',
      bytes: get(`http://${authority}?${guarded}`),
      answers: [404],
    },
    { name: 'absolute form with a fragment', bytes: get(`http://${authority}/x#${guarded}`), answers: [400] },
    {
      name: 'absolute form within a path',
      bytes: get(`/http://${authority}${guarded}`),
      answers: [200],
      reached: [`GET /http://${authority}${guarded}`],
    },
    {
      name: 'absolute form of an open path',
      bytes: get(`http://${authority}/x?y`),
      answers: [200],
      reached: ['GET /x?y'],
    },
    {
      name: 'absolute form without a path',
      bytes: get(`http://${authority}`),
      answers: [200],
      reached: ['GET /'],
    },
    { name: 'another scheme', bytes: get(`ftp://${authority}${guarded}`), answers: [400] },
    { name: 'authority form', bytes: request('CONNECT', `${authority}:443`, host), answers: [400] },
    { name: 'authority form with a path', bytes: request('CONNECT', guarded, host), answers: [400] },
    { name: 'asterisk form', bytes: request('OPTIONS', '*', host), answers: [404] },
    { name: 'asterisk form with GET', bytes: get('*'), answers: [400] },
    { name: 'HTTP/1.0', bytes: `GET ${guarded} HTTP/1.0\r\n\r\n`, answers: [426] },
    { name: 'HTTP/1.0 with a host', bytes: `GET /x HTTP/1.0\r\n${host}\r\n\r\n`, answers: [426] },
    { name: 'HTTP/0.9', bytes: `GET ${guarded}\r\n\r\n`, answers: [426] },
    { name: 'HTTP/1.2', bytes: `GET ${guarded} HTTP/1.2\r\n${host}\r\n\r\n`, answers: [426] },
    { name: 'HTTP/2.0 in HTTP/1', bytes: `GET ${guarded} HTTP/2.0\r\n${host}\r\n\r\n`, answers: [426] },
    { name: 'no version', bytes: `GET ${guarded}\r\n${host}\r\n\r\n`, answers: [426] },
    { name: 'two spaces', bytes: `GET  ${guarded} HTTP/1.1\r\n${host}\r\n\r\n`, answers: [401] },
    { name: 'a tab', bytes: `GET\t${guarded}\tHTTP/1.1\r\n${host}\r\n\r\n`, answers: [401] },
    { name: 'a space in the path', bytes: get(`/x ${guarded}`), answers: [400] },
    { name: 'a version in the path', bytes: get(`/x HTTP/1.1 ${guarded}`), answers: [400] },
    { name: 'a line feed in the path', bytes: get(`/x\n${guarded}`), answers: [426] },
    { name: 'a carriage return in the path', bytes: get(`/x\r${guarded}`), answers: [400] },
    { name: 'NUL in the path', bytes: get(`/x\0${guarded}`), answers: [400] },
    { name: 'raw UTF-8', bytes: get('/\xc3\xbc'), answers: [400] },
    { name: 'raw Latin-1', bytes: get('/\xfc'), answers: [400] },
    { name: 'raw overlong slash', bytes: get('/\xc0\xafadmin'), answers: [400] },
    { name: 'an unknown method', bytes: request('ADMIN', '/x', host), answers: [400] },
    { name: 'a method in small letters', bytes: request('get', guarded, host), answers: [400] },
    { name: 'no bytes of a method', bytes: ` ${guarded} HTTP/1.1\r\n${host}\r\n\r\n`, answers: [400] },
    { name: 'line feeds alone', bytes: `GET ${guarded} HTTP/1.1\n${host}\n\n`, answers: [401] },
    { name: 'a line before', bytes: `\r\n\r\n${get(guarded)}`, answers: [401] },
    ...['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'].flatMap((method) => [
      {
        name: `${method} of a protected path`,
        bytes: request(method, guarded, host, 'Content-Length: 0'),
        answers: [401],
      },
      {
        name: `${method} of a blocked path`,
        bytes: request(method, blocked, host, 'Content-Length: 0'),
        answers: [404],
      },
    ]),
    { name: 'two requests at once', bytes: get('/x') + smuggled, answers: [200, 401], reached: ['GET /x'] },
    {
      name: 'credentials of the request before',
      bytes: get('/x', 'Authorization: Basic eDp4') + smuggled,
      answers: [200, 401],
      reached: ['GET /x'],
    },
  ];

  const hosts: readonly Http1Case[] = [
    { name: 'no host', bytes: request('GET', guarded), answers: [400] },
    { name: 'an empty host', bytes: request('GET', guarded, 'Host:'), answers: [421] },
    { name: 'two hosts', bytes: request('GET', guarded, host, 'Host: other.example'), answers: [421] },
    { name: 'two equal hosts', bytes: request('GET', guarded, host, host), answers: [421] },
    {
      name: 'a host with a path',
      bytes: request('GET', '/x', `Host: ${authority}${guarded}`),
      answers: [400],
    },
    { name: 'a host with a user', bytes: request('GET', guarded, `Host: x@${authority}`), answers: [421] },
    {
      name: 'a host with a space',
      bytes: request('GET', guarded, `Host: ${authority} other.example`),
      answers: [400],
    },
    {
      name: 'a host with a comma',
      bytes: request('GET', guarded, `Host: ${authority},other.example`),
      answers: [421],
    },
    {
      name: 'a host with a wrong port',
      bytes: request('GET', guarded, `Host: ${authority}:99999`),
      answers: [401],
    },
    {
      name: 'a host with a word for a port',
      bytes: request('GET', guarded, `Host: ${authority}:admin`),
      answers: [401],
    },
    {
      name: 'a host with a dot at its end',
      bytes: request('GET', guarded, `Host: ${authority}.`),
      answers: [401],
    },
    {
      name: 'a host in capitals',
      bytes: request('GET', guarded, `Host: ${authority.toUpperCase()}`),
      answers: [401],
    },
    { name: 'an address for a host', bytes: request('GET', guarded, 'Host: 127.0.0.1'), answers: [421] },
    { name: 'another host', bytes: request('GET', guarded, 'Host: other.example'), answers: [421] },
    {
      name: 'a host over two lines',
      bytes: `GET ${guarded} HTTP/1.1\r\nHost: local\r\n host\r\n\r\n`,
      answers: [400],
    },
    {
      name: 'a space before the colon',
      bytes: request('GET', guarded, `Host : ${authority}`),
      answers: [400],
    },
  ];

  /** Where a body ends is read in more than one way. */
  const framings: readonly Http1Case[] = [
    {
      name: 'length and chunks',
      bytes: post(['Content-Length: 6', 'Transfer-Encoding: chunked'], '0\r\n\r\nG'),
      answers: [400],
    },
    {
      name: 'chunks and length',
      bytes: post(['Transfer-Encoding: chunked', 'Content-Length: 6'], `0\r\n\r\n${smuggled}`),
      answers: [400],
    },
    {
      name: 'length 0 and chunks',
      bytes: post(['Content-Length: 0', 'Transfer-Encoding: chunked'], `0\r\n\r\n${smuggled}`),
      answers: [400],
    },
    {
      name: 'two lengths',
      bytes: post(['Content-Length: 0', `Content-Length: ${smuggled.length}`], smuggled),
      answers: [400],
    },
    {
      name: 'two lengths in one',
      bytes: post([`Content-Length: 0, ${smuggled.length}`], smuggled),
      answers: [400],
    },
    { name: 'the same length twice in one', bytes: post(['Content-Length: 5, 5'], 'hello'), answers: [400] },
    ...['+5', '-5', '0x5', '5a', '5 5', ' ', '5;', '٥', '99999999999999999999'].map((length) => ({
      name: `a length of ${JSON.stringify(length)}`,
      bytes: post([`Content-Length: ${length}`], 'hello'),
      answers: [400],
    })),
    {
      name: 'a length with a space before the colon',
      bytes: post(['Content-Length : 5'], 'hello'),
      answers: [400],
    },
    {
      name: 'a length that is folded',
      bytes: post(['Content-Length:', ' 5'], 'hello'),
      answers: [200],
      reached: ['POST /x'],
    },
    {
      name: 'a length with an underscore',
      bytes: post(['Content_Length: 5', 'Content-Length: 0'], ''),
      answers: [400],
    },
    ...[
      'xchunked',
      'chunked, identity',
      'identity',
      'identity, chunked',
      'chunked, chunked',
      'gzip, chunked',
      'cow',
      '"chunked"',
      'chunked;q=1',
      'chunked\x0b',
      '\x00chunked',
      ',chunked',
    ].map((encoding) => ({
      name: `an encoding ${JSON.stringify(encoding)}`,
      bytes: post([`Transfer-Encoding: ${encoding}`], `0\r\n\r\n${smuggled}`),
      answers: [encoding.startsWith('\x00') || encoding.endsWith('\x0b') ? 400 : 501],
    })),
    { name: 'an empty encoding', bytes: post(['Transfer-Encoding:'], `0\r\n\r\n`), answers: [501] },
    {
      name: 'two encodings',
      bytes: post(['Transfer-Encoding: chunked', 'Transfer-Encoding: cow'], `0\r\n\r\n${smuggled}`),
      answers: [501],
    },
    {
      name: 'an encoding with a space before the colon',
      bytes: post(['Transfer-Encoding : chunked'], `0\r\n\r\n${smuggled}`),
      answers: [400],
    },
    {
      name: 'an encoding with a tab before the colon',
      bytes: post(['Transfer-Encoding\t: chunked'], `0\r\n\r\n${smuggled}`),
      answers: [400],
    },
    {
      name: 'an encoding after a space',
      bytes: post([' Transfer-Encoding: chunked'], `0\r\n\r\n${smuggled}`),
      answers: [400],
    },
    {
      name: 'an encoding on a second line',
      bytes: post(['Transfer-Encoding:', ' chunked'], '0\r\n\r\n'),
      answers: [200],
      reached: ['POST /x'],
    },
    {
      name: 'an encoding after a line feed alone',
      bytes: post(['X: y\nTransfer-Encoding: chunked'], '0\r\n\r\n'),
      answers: [200],
      reached: ['POST /x'],
    },
    {
      name: 'an encoding after a carriage return alone',
      bytes: post(['X: y\rTransfer-Encoding: chunked'], `0\r\n\r\n`),
      answers: [200],
      reached: ['POST /x'],
    },
    {
      name: 'an encoding with an underscore',
      bytes: post(['Transfer_Encoding: chunked', 'Content-Length: 5'], '0\r\n\r\n'),
      answers: [400],
    },
    {
      name: 'an encoding in capitals',
      bytes: post(['TRANSFER-ENCODING: CHUNKED'], '0\r\n\r\n'),
      answers: [200],
      reached: ['POST /x'],
    },
    ...['zz', '-1', '+1', '0x1', 'fffffffffffffffff', ''].map((size) => ({
      name: `a chunk of ${JSON.stringify(size)}`,
      bytes: post(['Transfer-Encoding: chunked'], `${size}\r\nA\r\n0\r\n\r\n`),
      answers: [400],
    })),
    {
      name: 'a chunk of two sizes',
      bytes: post(['Transfer-Encoding: chunked'], '1 1\r\nA\r\n0\r\n\r\n'),
      answers: [200],
      reached: ['POST /x'],
    },
    {
      name: 'a chunk without its end',
      bytes: post(['Transfer-Encoding: chunked'], `1\r\nAB0\r\n\r\n${smuggled}`),
      answers: [400],
    },
    {
      name: 'a chunk with a line feed alone',
      bytes: post(['Transfer-Encoding: chunked'], `1\nA\r\n0\r\n\r\n`),
      answers: [400],
    },
    {
      name: 'a chunk with an extension',
      bytes: post(['Transfer-Encoding: chunked'], '1;x=y\r\nA\r\n0\r\n\r\n'),
      answers: [200],
      reached: ['POST /x'],
    },
    {
      name: 'a chunk with a line feed in its extension',
      bytes: post(['Transfer-Encoding: chunked'], `1;x\ny\r\nA\r\n0\r\n\r\n`),
      answers: [400],
    },
    {
      name: 'a request in a body',
      bytes: post([`Content-Length: ${smuggled.length}`], smuggled),
      answers: [200],
      reached: ['POST /x'],
    },
    {
      name: 'a request in a chunk',
      bytes: post(
        ['Transfer-Encoding: chunked'],
        `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`,
      ),
      answers: [200],
      reached: ['POST /x'],
    },
    {
      name: 'a request in the body of a GET',
      bytes: get('/x', `Content-Length: ${smuggled.length}`) + smuggled,
      answers: [200],
      reached: ['GET /x'],
    },
    {
      name: 'a request after a GET',
      bytes: get('/x', 'Content-Length: 0') + smuggled,
      answers: [200, 401],
      reached: ['GET /x'],
    },
    {
      name: 'a request in the body of one that is refused',
      bytes: `${request('POST', guarded, host, `Content-Length: ${smuggled.length}`)}${smuggled}`,
      answers: [401],
    },
    {
      name: 'a request announced with Expect',
      bytes: post(['Expect: 100-continue', `Content-Length: ${smuggled.length}`], smuggled),
      answers: [100, 200],
      reached: ['POST /x'],
    },
    {
      name: 'another Expect',
      bytes: post(['Expect: admin', 'Content-Length: 0'], ''),
      answers: [200],
      reached: ['POST /x'],
    },
    {
      name: 'trailers that say another length',
      bytes: post(
        ['Transfer-Encoding: chunked'],
        '0\r\nContent-Length: 99\r\nHost: other.example\r\nX-Remote-User: alice\r\n\r\n',
      ),
      answers: [200],
      reached: ['POST /x'],
    },
  ];

  const upgrades: readonly Http1Case[] = [
    { name: 'a websocket on a blocked path', bytes: upgrade(blocked), answers: [404] },
    { name: 'a websocket on a protected path', bytes: upgrade(guarded), answers: [401] },
    {
      name: 'a websocket on a path without a normal form',
      bytes: upgrade(`/x/..${guarded}`),
      answers: [400],
    },
    {
      name: 'a request right after a websocket that nobody takes',
      bytes: upgrade('/x') + smuggled,
      answers: [200],
      reached: ['GET /x'],
    },
    {
      name: 'a request in the body of a websocket',
      bytes: `${request('POST', '/x', host, 'Connection: Upgrade', 'Upgrade: websocket', `Content-Length: ${smuggled.length}`)}${smuggled}`,
      answers: [200],
      reached: ['POST /x'],
    },
    {
      name: 'HTTP/2 in clear on a blocked path',
      bytes: get(
        blocked,
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAMAAABkAAQAAP__',
      ),
      answers: [404],
    },
    {
      name: 'HTTP/2 in clear',
      bytes: get(
        '/x',
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAMAAABkAAQAAP__',
      ),
      answers: [200],
      reached: ['GET /x'],
    },
    {
      name: 'HTTP/2 in clear among others',
      bytes: get('/x', 'Connection: Upgrade', 'Upgrade: websocket, h2c'),
      answers: [403],
    },
    { name: 'HTTP/2 by prior knowledge', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', answers: [400] },
    { name: 'TLS in TLS', bytes: get(guarded, 'Connection: Upgrade', 'Upgrade: TLS/1.0'), answers: [403] },
    { name: 'another protocol', bytes: upgrade(guarded, 'admin'), answers: [403] },
    {
      name: 'CONNECT to the application',
      bytes: request('CONNECT', `${authority}:443`, `Host: ${authority}:443`) + smuggled,
      answers: [400],
    },
  ];

  const headers: readonly Http1Case[] = [
    { name: 'a header with an underscore', bytes: get('/x', 'X_Remote_User: alice'), answers: [400] },
    { name: 'a header with a space', bytes: get('/x', 'X Y: z'), answers: [400] },
    { name: 'a header without a name', bytes: get('/x', ': z'), answers: [400] },
    { name: 'a header without a colon', bytes: get('/x', 'admin'), answers: [400] },
    { name: 'NUL in a header', bytes: get('/x', 'X: y\0z'), answers: [400] },
    { name: 'a pseudo-header', bytes: get('/x', `:path: ${guarded}`), answers: [400] },
    {
      name: 'a hundred and one headers',
      bytes: get('/x', ...Array.from({ length: 101 }, (_, index) => `X-${index}: y`)),
      answers: [431],
    },
    { name: 'headers without end', bytes: get('/x', `X: ${'y'.repeat(70_000)}`), answers: [431] },
    { name: 'a path without end', bytes: get(`/${'x/'.repeat(35_000)}admin`), answers: [431] },
    ...['x-remote-user', 'authorization', 'x-request-id', 'content-length'].map((name) => ({
      name: `${name} for this hop alone`,
      bytes: get(guarded, `Connection: close, ${name}`),
      answers: [401],
    })),
    ...['host', 'x-forwarded-for'].map((name) => ({
      name: `${name} for this hop alone`,
      bytes: get(guarded, `Connection: close, ${name}`),
      answers: [400],
    })),
    { name: 'credentials in another case', bytes: get(guarded, 'AUTHORIZATION: BASIC'), answers: [401] },
    {
      name: 'credentials twice',
      bytes: get(guarded, 'Authorization: Basic eDp4', 'Authorization: Basic eDp5'),
      answers: [401],
    },
    {
      name: 'credentials for a proxy',
      bytes: get(guarded, 'Proxy-Authorization: Basic YWxpY2U6ZWNpbGE='),
      answers: [401],
    },
    {
      name: 'credentials in the address',
      bytes: get(`http://alice:ecila@${authority}${guarded}`),
      answers: [401],
    },
    {
      name: 'credentials in the query',
      bytes: get(`${guarded}?authorization=Basic%20YWxpY2U6ZWNpbGE=`),
      answers: [401],
    },
  ];

  return [...requestLines, ...hosts, ...framings, ...upgrades, ...headers];
}
