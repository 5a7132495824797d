package org.jiaohui.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web site of this machine that other catalogues and files are taken from. */
final class LocalSite implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    LocalSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        server.setExecutor(threads);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /** Serves a file under its own name and returns its address. */
    String file(String folder, Path file) {
        String path = folder + "/" + file.getFileName().toString().replace(' ', '_');
        serve(path, exchange -> answer(exchange, Files.readAllBytes(file)));
        return url(path);
    }

    /** Serves files as the pages of one catalogue, each naming the next in its Link header; returns the address of the first. */
    String pages(String folder, List<Path> files) {
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            String next = i + 1 < files.size() ? url(folder + "/page-" + (i + 1)) : "";
            serve(folder + "/page-" + i, exchange -> {
                if (!next.isEmpty()) {
                    exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=\"next\"");
                }
                answer(exchange, Files.readAllBytes(file));
            });
        }
        return url(folder + "/page-0");
    }

    static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
