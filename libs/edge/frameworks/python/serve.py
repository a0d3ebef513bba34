"""python serve.py <application> <port> <paths with a handler of their own, by commas>"""

import sys

application, port, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3]
rules = paths.split(",")


def ran(name):
    return f"ran {name}\n"


METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def flask():
    from flask import Flask

    app = Flask("frameworks")
    for rule in rules:
        for number, path in enumerate([rule, f"{rule}/", f"{rule}/<path:below>"]):
            app.add_url_rule(
                path, f"{rule}{number}", lambda below="", rule=rule: ran(rule), methods=METHODS
            )
    app.register_error_handler(404, lambda _: ran("other"))
    serve_wsgi(app)


def flask_lax():
    from flask import Flask

    app = Flask("frameworks")
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = True
    app.add_url_rule("/", "top", lambda: ran("other"), methods=METHODS)
    for rule in rules:
        app.add_url_rule(rule, rule, lambda rule=rule: ran(rule), methods=METHODS)
        app.add_url_rule(
            f"{rule}/<path:below>", f"{rule}/", lambda below, rule=rule: ran(rule), methods=METHODS
        )
    app.add_url_rule("/<path:any>", "any", lambda any: ran("other"), methods=METHODS)
    serve_wsgi(app)


def django():
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    configure_django(settings)
    django.setup()
    serve_wsgi(get_wsgi_application())


def django_asgi():
    import django
    from django.conf import settings
    from django.core.asgi import get_asgi_application

    configure_django(settings)
    django.setup()
    serve_asgi(get_asgi_application())


def configure_django(settings):
    import types

    from django.http import HttpResponse
    from django.urls import path, re_path

    def view(name):
        return lambda request, **_: HttpResponse(ran(name))

    urls = types.ModuleType("urls")
    urls.urlpatterns = [
        pattern
        for rule in rules
        for pattern in (
            # as old projects write them, case and all
            re_path(f"(?i)^{rule[1:]}/?$", view(rule)),
            path(f"{rule[1:]}/<path:below>", view(rule)),
        )
    ] + [re_path("", view("other"))]
    sys.modules["urls"] = urls
    settings.configure(
        ROOT_URLCONF="urls",
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="none",
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        APPEND_SLASH=True,
    )


def bottle():
    from bottle import Bottle

    app = Bottle()
    for rule in rules:
        for path in [rule, f"{rule}/", f"{rule}/<below:path>"]:
            app.route(path, "ANY", lambda below="", rule=rule: ran(rule))
    app.error(404)(lambda _: ran("other"))
    serve_wsgi(app)


def falcon():
    import re

    import falcon

    app = falcon.App()
    app.req_options.strip_url_path_trailing_slash = True
    # the last sink that matches is taken
    app.add_sink(lambda _, answer: falcon_ran(answer, "other"), prefix="/")
    for rule in rules:
        # a plain prefix would end within a name
        prefix = re.compile(f"{rule}(?=/|$)")
        app.add_sink(lambda _, answer, rule=rule: falcon_ran(answer, rule), prefix=prefix)
    serve_wsgi(app)


def falcon_ran(answer, name):
    answer.text = ran(name)


def fastapi():
    from fastapi import FastAPI
    from fastapi.responses import PlainTextResponse

    app = FastAPI(docs_url=None, openapi_url=None)

    def route(path, name):
        app.add_api_route(path, lambda: PlainTextResponse(ran(name)), methods=METHODS)

    for rule in rules:
        route(rule, rule)
        route(f"{rule}/{{below:path}}", rule)
    route("/{any:path}", "other")
    serve_asgi(app)


def starlette():
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Mount, Route

    routes = [
        route
        for rule in rules
        for route in (
            Route(rule, PlainTextResponse(ran(rule))),
            Mount(rule, PlainTextResponse(ran(rule))),
        )
    ]
    serve_asgi(Starlette(routes=[*routes, Mount("/", PlainTextResponse(ran("other")))]))


def tornado():
    import asyncio

    from tornado.web import Application, RequestHandler

    def handler(name):
        def answer(self, *_):
            self.write(ran(name))

        return type("Handler", (RequestHandler,), {m.lower(): answer for m in METHODS})

    async def main():
        ruled = [(f"{rule}(/.*)?", handler(rule)) for rule in rules]
        Application([*ruled, (".*", handler("other"))]).listen(port, "127.0.0.1")
        await asyncio.Event().wait()

    asyncio.run(main())


def aiohttp():
    from aiohttp import web

    def handler(name):
        async def answer(_):
            return web.Response(text=ran(name))

        return answer

    app = web.Application(middlewares=[web.normalize_path_middleware()])
    for rule in rules:
        app.router.add_route("*", rule, handler(rule))
        app.router.add_route("*", f"{rule}/{{below:.*}}", handler(rule))
    app.router.add_route("*", "/{any:.*}", handler("other"))
    web.run_app(app, host="127.0.0.1", port=port, print=None)


def serve_wsgi(app):
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self):
            self.cfg.set("bind", f"127.0.0.1:{port}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", 8)
            self.cfg.set("loglevel", "warning")

        def load(self):
            return app

    Server().run()


def serve_asgi(app):
    import uvicorn

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


{
    "flask": flask,
    "flask-lax": flask_lax,
    "django": django,
    "django-asgi": django_asgi,
    "bottle": bottle,
    "falcon": falcon,
    "fastapi": fastapi,
    "starlette": starlette,
    "tornado": tornado,
    "aiohttp": aiohttp,
}[application]()
