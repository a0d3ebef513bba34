// frameworks <application> <port> <paths with a handler of their own, by commas>
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/mux"
	"github.com/labstack/echo/v4"
)

var rules []string

func main() {
	application, address := os.Args[1], "127.0.0.1:"+os.Args[2]
	rules = strings.Split(os.Args[3], ",")
	if application == "fiber" {
		log.Fatal(serveFiber(address))
	}
	handlers := map[string]func() http.Handler{
		"servemux":      servemux,
		"servemux-1.21": servemux,
		"lower-trim":    lowerTrim,
		"clean":         cleaned,
		"chi":           chiRouter,
		"gorilla":       gorilla,
		"gin":           ginEngine,
		"echo":          echoRouter,
	}
	log.Fatal(http.ListenAndServe(address, handlers[application]()))
}

func ran(name string) http.HandlerFunc {
	return func(answer http.ResponseWriter, _ *http.Request) {
		io.WriteString(answer, text(name))
	}
}

func text(name string) string { return fmt.Sprintf("ran %s\n", name) }

func servemux() http.Handler {
	mux := http.NewServeMux()
	for _, rule := range rules {
		mux.Handle(rule, ran(rule))
		mux.Handle(rule+"/", ran(rule))
	}
	mux.Handle("/", ran("other"))
	return mux
}

// dispatch compares a path that somebody has made his own with the rules.
func dispatch(answer http.ResponseWriter, request *http.Request, found string) {
	for _, rule := range rules {
		if found == rule || strings.HasPrefix(found, rule+"/") {
			ran(rule)(answer, request)
			return
		}
	}
	ran("other")(answer, request)
}

func lowerTrim() http.Handler {
	return http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		found := strings.ToLower(strings.TrimSpace(request.URL.Path))
		dispatch(answer, request, "/"+strings.Trim(found, "/. "))
	})
}

// cleaned decodes once more, as proxies of one's own do, and resolves the outcome.
func cleaned() http.Handler {
	return http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		found := request.URL.Path
		if again, err := url.PathUnescape(found); err == nil {
			found = again
		}
		dispatch(answer, request, path.Clean(strings.ToLower(strings.ReplaceAll(found, "\\", "/"))))
	})
}

func chiRouter() http.Handler {
	router := chi.NewRouter()
	router.Use(middleware.CleanPath, middleware.StripSlashes)
	for _, rule := range rules {
		router.Handle(rule, ran(rule))
		router.Handle(rule+"/*", ran(rule))
	}
	router.NotFound(ran("other"))
	return router
}

func gorilla() http.Handler {
	router := mux.NewRouter().StrictSlash(true)
	for _, rule := range rules {
		router.PathPrefix(rule + "/").Handler(ran(rule))
		router.Handle(rule, ran(rule))
	}
	router.NotFoundHandler = ran("other")
	return router
}

func ginEngine() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.RedirectFixedPath = true
	engine.RemoveExtraSlash = true
	engine.UseRawPath = true
	for _, rule := range rules {
		engine.Any(rule, gin.WrapF(ran(rule)))
		engine.Any(rule+"/*below", gin.WrapF(ran(rule)))
	}
	engine.NoRoute(func(context *gin.Context) { context.String(http.StatusOK, text("other")) })
	return engine
}

func echoRouter() http.Handler {
	server := echo.New()
	for _, rule := range rules {
		server.Any(rule, echo.WrapHandler(ran(rule)))
		server.Any(rule+"/*", echo.WrapHandler(ran(rule)))
	}
	server.RouteNotFound("/*", echo.WrapHandler(ran("other")))
	return server
}

func serveFiber(address string) error {
	app := fiber.New(fiber.Config{DisableStartupMessage: true, UnescapePath: true})
	for _, rule := range rules {
		handler := func(context *fiber.Ctx) error { return context.SendString(text(rule)) }
		app.All(rule, handler)
		app.All(rule+"/*", handler)
	}
	app.Use(func(context *fiber.Ctx) error { return context.SendString(text("other")) })
	return app.Listen(address)
}
