package org.jiaohui.connector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/** The first two steps of trying out anything that has a host and a port. */
public final class Reach {
    private Reach() {}

    /** Resolves the host, which must be allowed, and opens and closes a connection to its port. */
    public static void steps(Trial trial, AllowedHosts hosts, String host, int port, Duration timeout) {
        steps(trial, () -> hosts.resolve(host), host, addresses -> connect(host, addresses, port, timeout), port);
    }

    /** The same of a target: what goes wrong is the consumer's. */
    public static void targetSteps(Trial trial, AllowedHosts hosts, String host, int port, Duration timeout) {
        steps(
                trial,
                () -> TargetSide.of(() -> hosts.resolve(host)),
                host,
                addresses -> TargetSide.of(() -> connect(host, addresses, port, timeout)),
                port);
    }

    private static void steps(
            Trial trial,
            Supplier<InetAddress[]> resolving,
            String host,
            Function<InetAddress[], InetAddress> connecting,
            int port) {
        InetAddress[] addresses = trial.step(
                TrialStep.RESOLVE_HOST,
                resolving,
                found -> host + " → "
                        + Arrays.stream(found).map(InetAddress::getHostAddress).collect(Collectors.joining(", ")));
        trial.step(
                TrialStep.CONNECT, () -> connecting.apply(addresses), address -> address.getHostAddress() + ":" + port);
    }

    /** Says that a source on this machine or in its folders has neither host nor login. */
    public static void none(Trial trial) {
        String why = "本机文件，不经网络 / files of this machine, no network";
        trial.notNeeded(TrialStep.RESOLVE_HOST, why);
        trial.notNeeded(TrialStep.CONNECT, why);
        trial.notNeeded(TrialStep.AUTHENTICATE, why);
    }

    /** The port of an HTTP address, also where it goes without saying. */
    public static int portOf(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    /**
     * Opens and closes a connection to the first of some addresses that answers, which is returned.
     *
     * @throws ExchangeException SOURCE_TIMED_OUT or SOURCE_UNREACHABLE
     */
    public static InetAddress connect(String host, InetAddress[] addresses, int port, Duration timeout) {
        IOException last = new IOException("no address");
        for (InetAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(address, port), (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
                return address;
            } catch (IOException refused) {
                last = refused;
            }
        }
        throw new ExchangeException(
                last instanceof SocketTimeoutException ? ErrorCode.SOURCE_TIMED_OUT : ErrorCode.SOURCE_UNREACHABLE,
                host + ":" + port + " 无法连接 / cannot be connected to: " + last.getMessage(),
                last);
    }
}
