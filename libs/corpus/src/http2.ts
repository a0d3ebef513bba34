import type { Places } from './case.ts';
import type { Field, Http2Answer } from './http2-connection.ts';

/** A request in frames, and what becomes of it; nothing that a rule covers may reach the application by it. */
export interface Http2Case {
  readonly name: string;
  readonly headers: readonly Field[];
  readonly body?: string;
  readonly trailers?: readonly Field[];
  readonly answer: Http2Answer;
  readonly reached?: readonly string[];
  /** Its head may have gone on before its body proved wrong. */
  readonly perhaps?: true;
}

export function http2Cases({ authority, blocked, guarded }: Places): readonly Http2Case[] {
  const pseudo = (wanted: Readonly<Record<string, string | undefined>>): Field[] =>
    Object.entries({
      ':method': 'GET',
      ':scheme': 'https',
      ':authority': authority,
      ':path': '/x',
      ...wanted,
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));

  const at = (path: string, ...more: readonly Field[]): Field[] => [...pseudo({ ':path': path }), ...more];

  return [
    { name: 'a blocked path', headers: at(blocked), answer: 404 },
    { name: 'a protected path', headers: at(guarded), answer: 401 },
    { name: 'an open path', headers: at('/x'), answer: 200, reached: ['GET /x'] },
    { name: 'no path', headers: pseudo({ ':path': undefined }), answer: 'reset' },
    { name: 'an empty path', headers: at(''), answer: 'reset' },
    { name: 'a path without its slash', headers: at('admin'), answer: 'reset' },
    { name: 'an asterisk', headers: at('*'), answer: 'reset' },
    {
      name: 'an asterisk with OPTIONS',
      headers: pseudo({ ':method': 'OPTIONS', ':path': '*' }),
      answer: 404,
    },
    { name: 'an absolute form', headers: at(`https://${authority}${guarded}`), answer: 'reset' },
    { name: 'two paths', headers: [...at('/x'), [':path', guarded]], answer: 'reset' },
    {
      name: 'a path after a header',
      headers: [...pseudo({ ':path': undefined }), ['x', 'y'], [':path', guarded]],
      answer: 'reset',
    },
    { name: 'a space in the path', headers: at(`/x ${guarded}`), answer: 'reset' },
    {
      name: 'another request in the path',
      headers: at(`/x HTTP/1.1\r\nHost: ${authority}\r\n\r\nGET ${guarded}`),
      answer: 'reset',
    },
    { name: 'a line feed in the path', headers: at(`/x\n${guarded}`), answer: 'reset' },
    { name: 'NUL in the path', headers: at(`/x\0${guarded}`), answer: 'reset' },
    { name: 'a tab in the path', headers: at(`/x\t${guarded}`), answer: 'reset' },
    { name: 'a fragment', headers: at(`/x#${guarded}`), answer: 400 },
    { name: 'raw UTF-8', headers: at('/\xc3\xbc'), answer: 400 },
    { name: 'raw Latin-1', headers: at('/\xfc'), answer: 400 },
    { name: 'a raw full-width letter', headers: at('/\xef\xbd\x81dmin'), answer: 400 },
    { name: 'a raw overlong slash', headers: at('/\xc0\xafadmin'), answer: 400 },
    { name: 'a raw Kelvin sign', headers: at('/\xe2\x84\xaa'), answer: 400 },
    { name: 'no method', headers: pseudo({ ':method': undefined }), answer: 'reset' },
    {
      name: 'a method with a space',
      headers: pseudo({ ':method': `GET ${guarded} HTTP/1.1\r\n` }),
      answer: 'reset',
    },
    { name: 'an unknown method', headers: pseudo({ ':method': 'ADMIN', ':path': guarded }), answer: 401 },
    { name: 'no scheme', headers: pseudo({ ':scheme': undefined }), answer: 'reset' },
    { name: 'another scheme', headers: pseudo({ ':scheme': 'http', ':path': guarded }), answer: 401 },
    {
      name: 'a path for a scheme',
      headers: pseudo({ ':scheme': `https://${authority}${guarded}?` }),
      answer: 'reset',
    },
    { name: 'no authority', headers: pseudo({ ':authority': undefined, ':path': guarded }), answer: 'reset' },
    {
      name: 'a host for an authority',
      headers: [...pseudo({ ':authority': undefined, ':path': guarded }), ['host', authority]],
      answer: 401,
    },
    { name: 'a host beside the authority', headers: at(guarded, ['host', 'other.example']), answer: 401 },
    {
      name: 'an authority with a path',
      headers: pseudo({ ':authority': `${authority}${guarded}` }),
      answer: 'reset',
    },
    {
      name: 'an authority with a user',
      headers: pseudo({ ':authority': `x@${authority}`, ':path': guarded }),
      answer: 'reset',
    },
    {
      name: 'an authority with a port',
      headers: pseudo({ ':authority': `${authority}:1`, ':path': guarded }),
      answer: 401,
    },
    {
      name: 'an authority with a dot',
      headers: pseudo({ ':authority': `${authority}.`, ':path': guarded }),
      answer: 401,
    },
    {
      name: 'another authority',
      headers: pseudo({ ':authority': 'other.example', ':path': guarded }),
      answer: 421,
    },
    {
      name: 'CONNECT',
      headers: [
        [':method', 'CONNECT'],
        [':authority', `${authority}:443`],
      ],
      answer: 400,
    },
    {
      name: 'CONNECT for a websocket',
      headers: pseudo({ ':method': 'CONNECT', ':protocol': 'websocket', ':path': guarded }),
      answer: 'reset',
    },
    { name: 'an unknown pseudo-header', headers: [...at('/x'), [':admin', guarded]], answer: 'reset' },
    { name: 'a status', headers: [...at('/x'), [':status', '200']], answer: 'reset' },
    { name: 'a name in capitals', headers: at('/x', ['X-Y', 'z']), answer: 'reset' },
    { name: 'a name with a space', headers: at('/x', ['x y', 'z']), answer: 'reset' },
    { name: 'a name with a line feed', headers: at('/x', ['x\r\nhost', 'z']), answer: 'reset' },
    { name: 'a name with a colon', headers: at('/x', ['x:', 'z']), answer: 'reset' },
    { name: 'a name with an underscore', headers: at('/x', ['x_remote_user', 'alice']), answer: 'reset' },
    { name: 'an empty name', headers: at('/x', ['', 'z']), answer: 'reset' },
    {
      name: 'a value with a line feed',
      headers: at('/x', ['x', 'y\r\nX-Remote-User: alice']),
      answer: 'reset',
    },
    { name: 'a value with NUL', headers: at('/x', ['x', 'y\0z']), answer: 'reset' },
    { name: 'a connection header', headers: at('/x', ['connection', 'close']), answer: 'reset' },
    { name: 'an upgrade', headers: at('/x', ['upgrade', 'websocket']), answer: 'reset' },
    {
      name: 'an encoding',
      headers: [...pseudo({ ':method': 'POST' }), ['transfer-encoding', 'chunked']],
      body: `0\r\n\r\nGET ${guarded} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`,
      answer: 'reset',
    },
    { name: 'TE', headers: at('/x', ['te', 'chunked']), answer: 'reset' },
    {
      name: 'a length that is too small',
      headers: [...pseudo({ ':method': 'POST' }), ['content-length', '0']],
      body: `GET ${guarded} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`,
      answer: 'reset',
      reached: ['POST /x'],
      perhaps: true,
    },
    {
      name: 'a length that is too large',
      headers: [...pseudo({ ':method': 'POST' }), ['content-length', '99']],
      body: 'hello',
      answer: 'reset',
      reached: ['POST /x'],
      perhaps: true,
    },
    {
      name: 'two lengths',
      headers: [...pseudo({ ':method': 'POST' }), ['content-length', '5'], ['content-length', '6']],
      body: 'hello',
      answer: 'reset',
    },
    {
      name: 'a length that is no number',
      headers: [...pseudo({ ':method': 'POST' }), ['content-length', '+5']],
      body: 'hello',
      answer: 'reset',
    },
    {
      name: 'a request in a body',
      headers: pseudo({ ':method': 'POST' }),
      body: `GET ${guarded} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`,
      answer: 200,
      reached: ['POST /x'],
    },
    {
      name: 'a request in the body of a GET',
      headers: at('/x'),
      body: `GET ${guarded} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`,
      answer: 200,
      reached: ['GET /x'],
    },
    {
      name: 'trailers',
      headers: pseudo({ ':method': 'POST' }),
      body: 'hello',
      trailers: [['x-remote-user', 'alice']],
      answer: 200,
      reached: ['POST /x'],
    },
    {
      name: 'a path in trailers',
      headers: pseudo({ ':method': 'POST' }),
      body: 'hello',
      trailers: [[':path', guarded]],
      answer: 'reset',
    },
    {
      name: 'a length in trailers',
      headers: pseudo({ ':method': 'POST' }),
      body: 'hello',
      trailers: [
        ['content-length', '99'],
        ['transfer-encoding', 'chunked'],
      ],
      answer: 'reset',
    },
    {
      name: 'a cookie in two halves',
      headers: at(guarded, ['cookie', 'a=b'], ['cookie', 'c=d']),
      answer: 401,
    },
    { name: 'credentials that are none', headers: at(guarded, ['authorization', 'Basic']), answer: 401 },
    {
      name: 'credentials twice',
      headers: at(guarded, ['authorization', 'Basic eDp4'], ['authorization', 'Basic eDp5']),
      answer: 401,
    },
    ...['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'].flatMap((method): Http2Case[] => [
      {
        name: `${method} of a blocked path`,
        headers: pseudo({ ':method': method, ':path': blocked }),
        answer: 404,
      },
      {
        name: `${method} of a protected path`,
        headers: pseudo({ ':method': method, ':path': guarded }),
        answer: 401,
      },
    ]),
  ];
}
