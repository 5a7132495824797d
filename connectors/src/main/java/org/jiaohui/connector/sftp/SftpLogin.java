package org.jiaohui.connector.sftp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;

/** What SFTP sources and targets have in common: the settings of a login, and what it means when there is none. */
public final class SftpLogin {
    private SftpLogin() {}

    /** The settings of a login, with the own ones of a source or target after them. */
    public static List<Setting> with(Setting... own) {
        List<Setting> all = new ArrayList<>(List.of(
                Setting.required("host", "主机", "Host", SettingType.TEXT),
                Setting.optional("port", "端口", "Port", SettingType.PORT, "22"),
                Setting.required("user", "用户名", "User name", SettingType.TEXT),
                Setting.secret("password", "密码", "Password"),
                Setting.secret("private-key", "私钥（PEM 或 OpenSSH 文本）", "Private key (PEM or OpenSSH text)"),
                Setting.secret("private-key-passphrase", "私钥口令", "Passphrase of the private key"),
                Setting.optional(
                        "known-hosts",
                        "known_hosts 文本；留空则不核对主机密钥",
                        "Text of known_hosts; when empty the host key is not checked",
                        SettingType.TEXT,
                        "")));
        all.addAll(List.of(own));
        return List.copyOf(all);
    }

    /**
     * Tells a login that was refused from a server that cannot be reached.
     *
     * @param why what the client library says
     */
    public static ExchangeException trouble(
            ErrorCode refused, ErrorCode unreachable, String shown, String why, Exception cause) {
        boolean login = Stream.of("Auth", "HostKey", "privatekey", "reject").anyMatch(why::contains);
        return new ExchangeException(
                login ? refused : unreachable,
                shown
                        + (login
                                ? " 拒绝登录，请检查用户、密码、密钥和主机密钥 / refused the login; check user, password, key and host key: "
                                : " 无法连接 / cannot be reached: ")
                        + why,
                cause);
    }
}
