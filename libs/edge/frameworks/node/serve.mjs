// node serve.mjs <application> <port> <paths with a handler of their own, by commas>
const [application, port, paths] = process.argv.slice(2);
const rules = paths.split(',');

const ran = (name) => `ran ${name}\n`;

const applications = {
  express4: () => express('express4'),
  express5: () => express('express5'),
  'express4-mounted': () => mountedExpress('express4'),
  'express5-mounted': () => mountedExpress('express5'),
  'express4-decoding': () => express('express4', decodeTwice),
  'express5-decoding': () => express('express5', decodeTwice),
  'koa-router': koaRouter,
  'koa-mount': koaMount,
  fastify4: () => fastify('fastify4', {}),
  fastify5: () => fastify('fastify5', {}),
  'fastify4-lax': () => fastify('fastify4', lax),
  'fastify5-lax': () => fastify('fastify5', { routerOptions: lax }),
  hapi,
  hono,
};

async function express(package_, ...before) {
  const { default: make } = await import(package_);
  const app = make();
  for (const middleware of before) app.use(middleware);
  const below = package_ === 'express4' ? '/*' : '/*below';
  for (const rule of rules) app.all([rule, `${rule}${below}`], (_, answer) => answer.send(ran(rule)));
  app.use((_, answer) => answer.send(ran('other')));
  app.listen(Number(port), '127.0.0.1');
}

async function mountedExpress(package_) {
  const { default: make } = await import(package_);
  const app = make();
  for (const rule of rules) app.use(rule, (_, answer) => answer.send(ran(rule)));
  app.use((_, answer) => answer.send(ran('other')));
  app.listen(Number(port), '127.0.0.1');
}

/** As some put in front of their routers, to have readable paths. */
function decodeTwice(request, _, next) {
  try {
    request.url = decodeURI(decodeURIComponent(request.url));
  } catch {
    // stays as it is
  }
  next();
}

async function koaRouter() {
  const [{ default: Koa }, { default: Router }] = await Promise.all([import('koa'), import('@koa/router')]);
  const router = new Router();
  for (const rule of rules)
    router.all([rule, `${rule}/{*below}`], (context) => {
      context.body = ran(rule);
    });
  serveKoa(new Koa().use(router.routes()));
}

async function koaMount() {
  const [{ default: Koa }, { default: mount }] = await Promise.all([import('koa'), import('koa-mount')]);
  const app = new Koa();
  for (const rule of rules)
    app.use(
      mount(rule, (context) => {
        context.body = ran(rule);
      }),
    );
  serveKoa(app);
}

function serveKoa(app) {
  app.use((context) => {
    context.body = ran('other');
  });
  app.listen(Number(port), '127.0.0.1');
}

const lax = {
  caseSensitive: false,
  ignoreTrailingSlash: true,
  ignoreDuplicateSlashes: true,
  useSemicolonDelimiter: true,
};

async function fastify(package_, options) {
  const { default: make } = await import(package_);
  const app = make(options);
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  for (const rule of rules)
    for (const url of [rule, `${rule}/*`]) app.all(url, (_, answer) => answer.send(ran(rule)));
  app.setNotFoundHandler((_, answer) => answer.code(200).send(ran('other')));
  await app.listen({ port: Number(port), host: '127.0.0.1' });
}

async function hapi() {
  const { default: Hapi } = await import('@hapi/hapi');
  const server = Hapi.server({
    port: Number(port),
    host: '127.0.0.1',
    router: { isCaseSensitive: false, stripTrailingSlash: true },
  });
  for (const rule of rules) server.route({ method: '*', path: `${rule}/{below*}`, handler: () => ran(rule) });
  server.route({ method: '*', path: '/{any*}', handler: () => ran('other') });
  await server.start();
}

async function hono() {
  const [{ Hono }, { serve }] = await Promise.all([import('hono'), import('@hono/node-server')]);
  const app = new Hono({ strict: false });
  for (const rule of rules) app.all(`${rule}/*`, (context) => context.text(ran(rule)));
  app.all('*', (context) => context.text(ran('other')));
  serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' });
}

await applications[application]();
