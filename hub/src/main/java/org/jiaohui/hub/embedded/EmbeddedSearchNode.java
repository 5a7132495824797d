package org.jiaohui.hub.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jiaohui.catalog.search.SearchNodeProcess;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * The search node of the embedded default, started in the background and again when it dies; or the address of a cluster elsewhere.
 */
public final class EmbeddedSearchNode implements AutoCloseable {
    private final URI address;
    private final Supplier<SearchNodeProcess> launch;
    private final Revival revival;
    private volatile CompletableFuture<Optional<SearchNodeProcess>> node;

    private EmbeddedSearchNode(
            URI address, CompletableFuture<Optional<SearchNodeProcess>> node, Supplier<SearchNodeProcess> launch) {
        this.address = address;
        this.node = node;
        this.launch = launch;
        revival = new Revival("search node", this::lives, this::startAgain);
    }

    /** A cluster that somebody else runs. */
    public static EmbeddedSearchNode elsewhere(URI address) {
        return new EmbeddedSearchNode(address, CompletableFuture.completedFuture(Optional.empty()), () -> {
            throw new IllegalStateException("the cluster at " + address + " is not this hub's to start");
        });
    }

    /**
     * Starts a node on a free port; ends one that a killed hub left on this home.
     *
     * @param program folder with the node's {@code classes} and {@code lib}, and {@code search-node.aot} where the launcher has made it
     */
    public static EmbeddedSearchNode start(HubHome home, Path program) {
        endLeftOvers(home);
        int port = freePort();
        List<String> classPath = List.of(
                program.resolve("classes").toString(), program.resolve("lib").toString() + "/*");
        Supplier<SearchNodeProcess> launch = () -> SearchNodeProcess.start(
                Path.of(System.getProperty("java.home")),
                classPath,
                Optional.of(program.resolve("search-node.aot")).filter(Files::exists),
                home.resolve("search"),
                port);
        EmbeddedSearchNode started = new EmbeddedSearchNode(
                URI.create("http://127.0.0.1:" + port),
                CompletableFuture.supplyAsync(() -> Optional.of(launch.get())),
                launch);
        started.revival.start();
        return started;
    }

    /** Ends the nodes that a killed hub left on this home. */
    public static void endLeftOvers(HubHome home) {
        pidsOf(home).forEach(pid -> endLeftOver(pid, home));
    }

    /** The nodes that run on this home: one, or none. */
    public static List<Long> pidsOf(HubHome home) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> isNodeOf(pid, home))
                .toList();
    }

    /** True while it starts, too. */
    private boolean lives() {
        CompletableFuture<Optional<SearchNodeProcess>> current = node;
        return !current.isDone()
                || (!current.isCompletedExceptionally()
                        && current.join().filter(SearchNodeProcess::isAlive).isPresent());
    }

    private void startAgain() {
        node = CompletableFuture.completedFuture(Optional.of(launch.get()));
    }

    public URI address() {
        return address;
    }

    /** Waits until the node answers. */
    public void awaitReady() {
        try {
            node.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof ExchangeException reason) {
                throw reason;
            }
            throw failed;
        }
    }

    /** Runs something once the node answers or has failed to start the first time; at once for a cluster elsewhere. */
    public void whenReady(Runnable then) {
        CompletableFuture<Optional<SearchNodeProcess>> _ = node.whenComplete((started, failed) -> then.run());
    }

    /** The node's process; 0 while it starts, when it failed, or when the cluster is elsewhere. */
    public long pid() {
        return node.isDone() && !node.isCompletedExceptionally()
                ? node.join().map(SearchNodeProcess::pid).orElse(0L)
                : 0;
    }

    @Override
    public void close() {
        revival.close();
        if (!node.isCompletedExceptionally()) {
            node.join().ifPresent(SearchNodeProcess::close);
        }
    }

    /** Known by its command line: a hub killed while it started has not written the node's id down. */
    private static boolean isNodeOf(long pid, HubHome home) {
        return HubHome.lives(pid, "searchnode.SearchNode --home " + home.resolve("search") + " ");
    }

    private static void endLeftOver(long pid, HubHome home) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        for (int i = 0; i < 100 && isNodeOf(pid, home); i++) {
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw new ExchangeException(ErrorCode.SEARCH_UNAVAILABLE, "no free port for the search node", none);
        }
    }
}
