package org.jiaohui.connector.ftp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.TrustedCertificates;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;

/** A connection to an FTP or FTPS server, logged in, in binary and passive mode. */
public final class FtpConnection implements AutoCloseable {
    private final FTPClient client;
    private final String shown;

    private FtpConnection(FTPClient client, String shown) {
        this.client = client;
        this.shown = shown;
    }

    /** The settings of a source's connection, with the source's own ones after them. */
    static List<Setting> with(Setting... own) {
        List<Setting> all = new ArrayList<>(login(own));
        all.add(Setting.optional("total-timeout", "总时限", "Time limit of the whole fetch", SettingType.DURATION, "10m"));
        return List.copyOf(all);
    }

    /** The settings of a connection, with the own ones of a source or target after them. */
    public static List<Setting> login(Setting... own) {
        List<Setting> all = new ArrayList<>(List.of(
                Setting.required("host", "主机", "Host", SettingType.TEXT),
                Setting.optional(
                        "port",
                        "端口；留空为 21，隐式加密为 990",
                        "Port; 21 when empty, 990 when implicitly encrypted",
                        SettingType.PORT,
                        ""),
                Setting.choice(
                        "encryption",
                        "加密：无、AUTH TLS、隐式 TLS",
                        "Encryption: none, AUTH TLS, implicit TLS",
                        "none",
                        "explicit",
                        "implicit"),
                Setting.optional(
                        "trusted-certificates",
                        "只信任这些证书（PEM）；留空用 Java 的",
                        "Only these certificates are trusted (PEM); when empty, those that Java trusts",
                        SettingType.TEXT,
                        ""),
                Setting.optional("user", "用户名", "User name", SettingType.TEXT, "anonymous"),
                Setting.secret("password", "密码", "Password"),
                Setting.optional("name-encoding", "文件名编码", "Encoding of file names", SettingType.TEXT, "UTF-8")));
        all.addAll(List.of(own));
        all.add(Setting.optional("connect-timeout", "连接时限", "Connect time-out", SettingType.DURATION, "10s"));
        all.add(Setting.optional("read-timeout", "读取时限", "Read time-out", SettingType.DURATION, "30s"));
        return List.copyOf(all);
    }

    public static int port(SettingValues settings) {
        return settings.find("port")
                .map(Integer::parseInt)
                .orElse(settings.text("encryption").equals("implicit") ? 990 : 21);
    }

    /** @throws ExchangeException SOURCE_UNREACHABLE, SOURCE_TIMED_OUT or SOURCE_REFUSED_LOGIN */
    public static FtpConnection open(SettingValues settings, AllowedHosts hosts) {
        String host = settings.text("host");
        String encryption = settings.text("encryption");
        String shown = (encryption.equals("none") ? "ftp://" : "ftps://") + host + ":" + port(settings) + "/";
        InetAddress address = hosts.resolve(host)[0];
        FTPClient client = client(settings, address);
        boolean open = false;
        try {
            client.connect(host, port(settings));
            if (!FTPReply.isPositiveCompletion(client.getReplyCode())) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_UNREACHABLE,
                        shown + " 拒绝连接 / refuses: " + client.getReplyString().strip());
            }
            client.setSoTimeout(millis(settings.duration("read-timeout")));
            if (client instanceof FTPSClient secure) {
                secure.execPBSZ(0);
                secure.execPROT("P");
            }
            login(client, settings, shown);
            open = true;
            return new FtpConnection(client, shown);
        } catch (IOException broken) {
            throw trouble(shown, broken);
        } finally {
            if (!open) {
                disconnect(client);
            }
        }
    }

    public FTPClient client() {
        return client;
    }

    /** The server as people may see it. */
    public String shown() {
        return shown;
    }

    /** What a broken connection means. */
    public ExchangeException interrupted(IOException broken) {
        return new ExchangeException(
                broken instanceof SocketTimeoutException ? ErrorCode.SOURCE_TIMED_OUT : ErrorCode.SOURCE_INTERRUPTED,
                shown + " 传输中断 / the transfer broke off: " + broken.getMessage(),
                broken);
    }

    /** Cuts the connection, also from another thread. */
    @Override
    public void close() {
        disconnect(client);
    }

    private static void login(FTPClient client, SettingValues settings, String shown) throws IOException {
        if (!client.login(settings.text("user"), settings.find("password").orElse(""))) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_REFUSED_LOGIN,
                    shown + " 拒绝登录，请检查用户和密码 / refused the login; check user and password: "
                            + client.getReplyString().strip());
        }
        client.enterLocalPassiveMode();
        client.setFileType(FTP.BINARY_FILE_TYPE);
    }

    private static FTPClient client(SettingValues settings, InetAddress address) {
        String encryption = settings.text("encryption");
        FTPClient client;
        if (encryption.equals("none")) {
            client = new FTPClient();
        } else {
            FTPSClient secure = new FTPSClient("TLS", encryption.equals("implicit"));
            secure.setTrustManager(TrustedCertificates.of(settings.find("trusted-certificates")));
            secure.setEndpointCheckingEnabled(true);
            client = secure;
        }
        try {
            client.setControlEncoding(Charset.forName(settings.text("name-encoding")));
        } catch (IllegalArgumentException unknown) {
            throw SettingValues.wrong("设置项 \"name-encoding\" 的编码 \"" + settings.text("name-encoding")
                    + "\" 不存在 / is no encoding; example: GB18030");
        }
        int connectMillis = millis(settings.duration("connect-timeout"));
        client.setSocketFactory(new PinnedSockets(address, connectMillis));
        client.setConnectTimeout(connectMillis);
        client.setDefaultTimeout(millis(settings.duration("read-timeout")));
        client.setDataTimeout(settings.duration("read-timeout"));
        client.setIpAddressFromPasvResponse(false);
        client.setUseEPSVwithIPv4(false);
        return client;
    }

    private static ExchangeException trouble(String shown, IOException broken) {
        if (broken instanceof SSLException) {
            return new ExchangeException(
                    ErrorCode.SOURCE_REFUSED_LOGIN,
                    shown
                            + " 加密连接失败，请检查加密方式与证书（trusted-certificates） / the encrypted connection failed; check"
                            + " encryption and certificate: "
                            + broken.getMessage(),
                    broken);
        }
        boolean late = broken instanceof SocketTimeoutException;
        return new ExchangeException(
                late ? ErrorCode.SOURCE_TIMED_OUT : ErrorCode.SOURCE_UNREACHABLE,
                shown
                        + (broken instanceof ConnectException
                                ? " 无法连接 / cannot be reached: "
                                : " 没有应答 / did not answer: ")
                        + broken.getMessage(),
                broken);
    }

    private static void disconnect(FTPClient client) {
        try {
            client.disconnect();
        } catch (IOException ignored) {
            // Everything that was wanted has come, or its absence has been told.
        }
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }
}
