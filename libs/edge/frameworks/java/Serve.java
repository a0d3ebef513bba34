import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.util.UrlPathHelper;
import org.springframework.web.util.pattern.PathPatternParser;

/** java Serve <application> <port> <paths with a handler of their own, by commas> */
public class Serve {
  static int port;
  static String[] rules;

  public static void main(String[] arguments) throws Exception {
    port = Integer.parseInt(arguments[1]);
    rules = arguments[2].split(",");
    switch (arguments[0]) {
      case "tomcat" -> tomcat(false);
      case "tomcat-lax" -> tomcat(true);
      case "tomcat-path-info" -> oneServletOnTomcat(new ByPathInfo());
      case "jetty" -> jetty();
      case "undertow" -> undertow();
      case "spring" -> oneServletOnTomcat(spring(true));
      case "spring-ant" -> oneServletOnTomcat(spring(false));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  static String ran(String name) {
    return "ran " + name + "\n";
  }

  static class Ran extends HttpServlet {
    final String name;

    Ran(String name) {
      this.name = name;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse answer) throws IOException {
      answer.getWriter().write(ran(name));
    }
  }

  /** One servlet for everything, which looks at the path that the container made of the request. */
  static class ByPathInfo extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse answer) throws IOException {
      String path = String.valueOf(request.getPathInfo()).toLowerCase().strip();
      String found = "other";
      for (String rule : rules) if (path.equals(rule) || path.startsWith(rule + "/")) found = rule;
      answer.getWriter().write(ran(found));
    }
  }

  static Context context(Tomcat tomcat) throws IOException {
    File folder = Files.createTempDirectory("frameworks").toFile();
    folder.deleteOnExit();
    tomcat.setBaseDir(folder.getPath());
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    return tomcat.addContext("", folder.getPath());
  }

  static void tomcat(boolean lax) throws Exception {
    Tomcat tomcat = new Tomcat();
    Context context = context(tomcat);
    if (lax) {
      tomcat.getConnector().setEncodedSolidusHandling("decode");
      tomcat.getConnector().setAllowBackslash(true);
      tomcat.getConnector().setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
    }
    for (String rule : rules) {
      Tomcat.addServlet(context, rule, new Ran(rule));
      context.addServletMappingDecoded(rule + "/*", rule);
    }
    Tomcat.addServlet(context, "other", new Ran("other"));
    context.addServletMappingDecoded("/", "other");
    tomcat.start();
  }

  static void oneServletOnTomcat(Servlet servlet) throws Exception {
    Tomcat tomcat = new Tomcat();
    Context context = context(tomcat);
    tomcat.getConnector().setEncodedSolidusHandling("decode");
    Tomcat.addServlet(context, "all", servlet);
    context.addServletMappingDecoded("/*", "all");
    tomcat.start();
  }

  static void jetty() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    for (String rule : rules) context.addServlet(new ServletHolder(new Ran(rule)), rule + "/*");
    context.addServlet(new ServletHolder(new Ran("other")), "/");
    server.setHandler(context);
    server.start();
  }

  static void undertow() throws Exception {
    var deployment =
        Servlets.deployment()
            .setClassLoader(Serve.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("frameworks");
    for (String rule : rules) deployment.addServlet(marked(rule).addMapping(rule + "/*"));
    deployment.addServlet(marked("other").addMapping("/"));
    var manager = Servlets.defaultContainer().addDeployment(deployment);
    manager.deploy();
    Undertow.builder().addHttpListener(port, "127.0.0.1").setHandler(manager.start()).build().start();
  }

  static io.undertow.servlet.api.ServletInfo marked(String name) {
    return Servlets.servlet(
        name, Ran.class, new io.undertow.servlet.util.ImmediateInstanceFactory<>(new Ran(name)));
  }

  /** With patterns as they are now, or with those of older versions, which decode and cut the path first. */
  static Servlet spring(boolean patterns) {
    GenericWebApplicationContext context = new GenericWebApplicationContext();
    context.registerBean(SimpleUrlHandlerMapping.class, () -> mapping(patterns));
    context.registerBean(
        org.springframework.web.servlet.mvc.HttpRequestHandlerAdapter.class);
    return new DispatcherServlet(context);
  }

  static SimpleUrlHandlerMapping mapping(boolean patterns) {
    SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
    var handlers = new java.util.LinkedHashMap<String, HttpRequestHandler>();
    for (String rule : rules) {
      handlers.put(rule, (request, answer) -> answer.getWriter().write(ran(rule)));
      handlers.put(rule + "/**", (request, answer) -> answer.getWriter().write(ran(rule)));
    }
    handlers.put("/**", (request, answer) -> answer.getWriter().write(ran("other")));
    if (patterns) {
      PathPatternParser parser = new PathPatternParser();
      parser.setCaseSensitive(false);
      mapping.setPatternParser(parser);
    } else {
      AntPathMatcher matcher = new AntPathMatcher();
      matcher.setCaseSensitive(false);
      mapping.setPatternParser(null);
      mapping.setPathMatcher(matcher);
      mapping.setUrlPathHelper(new UrlPathHelper());
    }
    mapping.setUrlMap(handlers);
    return mapping;
  }
}
