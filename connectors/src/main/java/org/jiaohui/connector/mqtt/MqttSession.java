package org.jiaohui.connector.mqtt;

import java.io.EOFException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.MqttSecurityException;
import org.eclipse.paho.client.mqttv3.internal.NetworkModule;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.TrustedCertificates;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a broker that acknowledges a message only when told to. What it took but did not acknowledge, the broker sends again to the next connection
 * of the same client id.
 */
final class MqttSession implements AutoCloseable, MqttCallback {
    /** A message as it came. */
    record Arrived(String topic, MqttMessage message) {}

    private static final int IN_FLIGHT = 65_535;
    private static final int WAITING = 100;

    private final Broker broker;
    private final MqttAsyncClient client;
    private final BlockingQueue<Arrived> arrived = new ArrayBlockingQueue<>(WAITING);
    private final Set<Integer> taken = new HashSet<>();
    private volatile boolean listening = true;
    private volatile @Nullable Throwable lost;

    private MqttSession(Broker broker, AllowedHosts hosts) throws MqttException {
        this.broker = broker;
        InetAddress address = hosts.resolve(broker.host())[0];
        Optional<TrustManager> trusted =
                broker.secure() ? Optional.of(TrustedCertificates.of(broker.certificates())) : Optional.empty();
        client = new MqttAsyncClient(broker.address(), broker.clientId(), new MemoryPersistence()) {
            @Override
            protected NetworkModule[] createNetworkModules(String uri, MqttConnectOptions options) {
                return new NetworkModule[] {new PinnedModule(broker, address, trusted)};
            }
        };
        client.setManualAcks(true);
        client.setCallback(this);
    }

    /** @param lasting whether the broker keeps messages for this client id while nobody is connected */
    static MqttSession open(Broker broker, AllowedHosts hosts, boolean lasting) {
        try {
            MqttSession session = new MqttSession(broker, hosts);
            try {
                session.connect(lasting);
                return session;
            } catch (MqttException | RuntimeException refused) {
                session.close();
                throw refused;
            }
        } catch (MqttException broken) {
            throw trouble(broker, broken);
        }
    }

    private void connect(boolean lasting) throws MqttException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(!lasting);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) Math.max(1, broker.connectTimeout().toSeconds()));
        options.setKeepAliveInterval(30);
        options.setMaxInflight(IN_FLIGHT);
        broker.user().ifPresent(options::setUserName);
        if (!broker.password().isEmpty()) {
            options.setPassword(broker.password().toCharArray());
        }
        client.connect(options).waitForCompletion(broker.connectTimeout().toMillis());
    }

    /** Listens to the source's topics. */
    void subscribe() {
        String[] topics = broker.topics().toArray(String[]::new);
        int[] wanted = new int[topics.length];
        Arrays.fill(wanted, 1);
        try {
            var token = client.subscribe(topics, wanted);
            token.waitForCompletion(broker.connectTimeout().toMillis());
            for (int granted : token.getGrantedQos()) {
                if (granted > 2) {
                    throw new ExchangeException(
                            ErrorCode.SOURCE_REFUSED_LOGIN,
                            broker.shown() + " 不允许订阅这些主题，请检查权限 / refuses the subscription; check the rights: "
                                    + broker.topics());
                }
            }
        } catch (MqttException broken) {
            throw trouble(broker, broken);
        }
    }

    /** The next message within so many milliseconds. One that this connection brought already is not brought again. */
    Optional<Arrived> next(long millis) throws InterruptedException {
        Arrived next = arrived.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
        if (next == null) {
            Throwable cause = lost;
            if (cause != null) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_INTERRUPTED,
                        broker.shown()
                                + " 断开了连接（同一 client-id 是否也被别处使用？） / broke the connection off (is the client-id in use elsewhere?): "
                                + cause.getMessage(),
                        cause);
            }
            return Optional.empty();
        }
        boolean again = next.message().getQos() > 0 && !taken.add(next.message().getId());
        return again ? Optional.empty() : Optional.of(next);
    }

    /** Takes nothing more in; what arrives from now on is left unacknowledged. */
    void stopListening() {
        listening = false;
        arrived.clear();
    }

    /** Tells the broker that everything taken has found its place. Does nothing when the connection is gone: then the broker sends it again. */
    void acknowledge() {
        try {
            for (int id : taken) {
                client.messageArrivedComplete(id, 1);
            }
            taken.clear();
            client.disconnect(2_000).waitForCompletion(5_000);
        } catch (MqttException gone) {
            taken.clear();
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
        Arrived one = new Arrived(topic, message);
        boolean in = false;
        while (listening && !in) {
            in = arrived.offer(one, 200, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void connectionLost(Throwable cause) {
        lost = Objects.requireNonNullElseGet(cause, () -> new EOFException("connection lost"));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}

    @Override
    public void close() {
        stopListening();
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 1_000);
            }
            client.close(true);
        } catch (MqttException gone) {
            // What was taken and not acknowledged comes again.
            lost = gone;
        }
    }

    static ExchangeException trouble(Broker broker, MqttException broken) {
        if (broken.getCause() instanceof SSLException untrusted) {
            return new ExchangeException(
                    ErrorCode.SOURCE_REFUSED_LOGIN,
                    broker.shown()
                            + " 加密连接失败，请检查端口是否为 TLS、证书是否可信（trusted-certificates）、证书名称是否含此主机 / the encrypted connection failed; check that the port speaks TLS, that the certificate is trusted (trusted-certificates) and made out to this host: "
                            + untrusted.getMessage(),
                    broken);
        }
        int reason = broken.getReasonCode();
        boolean refused = broken instanceof MqttSecurityException
                || reason == MqttException.REASON_CODE_FAILED_AUTHENTICATION
                || reason == MqttException.REASON_CODE_NOT_AUTHORIZED
                || reason == MqttException.REASON_CODE_SUBSCRIBE_FAILED;
        ErrorCode code = refused
                ? ErrorCode.SOURCE_REFUSED_LOGIN
                : reason == MqttException.REASON_CODE_CLIENT_TIMEOUT
                        ? ErrorCode.SOURCE_TIMED_OUT
                        : ErrorCode.SOURCE_UNREACHABLE;
        String why = broken.getCause() == null
                ? broken.toString()
                : broken.getCause().toString();
        return new ExchangeException(
                code,
                broker.shown()
                        + (refused
                                ? " 拒绝登录或订阅，请检查用户名、密码、client-id 和权限 / refused the login or the subscription; check user, password, client-id and rights: "
                                : " 没有应答 / does not answer: ")
                        + why,
                broken);
    }
}
