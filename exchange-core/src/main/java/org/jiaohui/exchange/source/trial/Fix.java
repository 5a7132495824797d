package org.jiaohui.exchange.source.trial;

import org.jiaohui.exchange.fault.ErrorCode;

/** What a person can do about a failed step, in both languages. */
public record Fix(String text, String textEn) {
    static Fix of(TrialStep step, ErrorCode code) {
        return switch (code) {
            case HOST_NOT_ALLOWED ->
                new Fix(
                        "请管理员把该主机加入设置项 jiaohui.allowed-hosts 并重启节点；链路本地与云元数据地址一律不允许",
                        "Ask the administrator to add the host to jiaohui.allowed-hosts and to restart the hub;"
                                + " link-local and metadata addresses are never allowed");
            case SOURCE_REFUSED_LOGIN ->
                step == TrialStep.PERMISSION
                        ? new Fix(
                                "登录成功但无权读取：请提供方给该账号授予读取权限",
                                "The login works but may not read: ask the provider to grant this account read access")
                        : new Fix(
                                "核对用户名、密码、令牌或密钥是否正确、是否过期；密文设置需要重新填写",
                                "Check that user, password, token or key are right and not expired; secrets must be"
                                        + " entered anew");
            case TARGET_REFUSED_LOGIN ->
                step == TrialStep.WRITE
                        ? new Fix(
                                "登录成功但权限不足：请使用方按 docs/targets.md 所列给该账号授权",
                                "The login works but lacks a right: ask the receiver to grant this account what"
                                        + " docs/targets.md lists")
                        : new Fix(
                                "核对用户名、密码、令牌或密钥是否正确、是否过期；密文设置需要重新填写",
                                "Check that user, password, token or key are right and not expired; secrets must be"
                                        + " entered anew");
            case TARGET_REFUSED_ROWS ->
                new Fix(
                        "请使用方建好 detail 所述的表、列或主题，或设置允许自动创建",
                        "Have the receiver make the table, column or topic that the detail names, or allow that it is"
                                + " made");
            case TARGET_INTERRUPTED ->
                new Fix(
                        "连接中途断开或对方没有答复：稍后再试；若总是如此，请使用方查看服务器日志",
                        "The connection broke off or there was no answer: try again later; if it always does, ask the"
                                + " receiver for the server's log");
            case TARGET_UNREACHABLE -> unreachable(step);
            case SOURCE_TIMED_OUT ->
                new Fix(
                        "服务器不答复：多半是防火墙丢弃了连接，或服务器过载；请网络管理员放行本节点到该主机和端口",
                        "The server does not answer: mostly a firewall that drops connections, or an overloaded"
                                + " server; have the way from this hub to that host and port opened");
            case SOURCE_UNREACHABLE -> unreachable(step);
            case SOURCE_EMPTY ->
                new Fix(
                        "连接正常但没有数据：核对目录、文件名通配符、表名或筛选条件",
                        "The connection works but there is no data: check folder, file pattern, table or filter");
            case SETTINGS_WRONG -> new Fix("按上面所说改正设置，再测试", "Correct the setting as said above, then test again");
            case SOURCE_ANSWERED_WRONGLY ->
                new Fix(
                        "地址可达，但答复不是所要的：核对路径、接口版本和分页设置",
                        "The address answers, but not with what is asked for: check path, version of the interface and"
                                + " paging");
            case SOURCE_INTERRUPTED ->
                new Fix(
                        "连接中途断开：稍后再试；若总是如此，请查看服务器日志",
                        "The connection broke off: try again later; if it always does, look at the server's log");
            case FORMAT_UNKNOWN, FORMAT_BROKEN, FORMAT_ENCRYPTED, ENCODING_DOUBTFUL, ENCODING_BROKEN, HEADER_BROKEN ->
                new Fix(
                        "内容可取但不能读成表：在数据源的 format 中声明格式、编码或分隔符，或请提供方重新导出",
                        "The content comes but cannot be read as a table: declare format, encoding or delimiter in the"
                                + " source's format, or have it exported anew");
            default ->
                new Fix("按错误码 " + code + " 的说明处理，见 docs/errors.md", "See docs/errors.md for the error code " + code);
        };
    }

    private static Fix unreachable(TrialStep step) {
        return switch (step) {
            case RESOLVE_HOST ->
                new Fix(
                        "核对主机名拼写；在本节点所在机器上检查 DNS（getent hosts 主机名），内网主机可写入 /etc/hosts 或改用 IP 地址",
                        "Check the spelling; check DNS on the hub's machine (getent hosts NAME); for an inner host use"
                                + " /etc/hosts or the IP address");
            case CONNECT ->
                new Fix(
                        "核对端口；确认服务已启动并监听该地址；请网络管理员放行本节点到该主机和端口",
                        "Check the port; see that the server runs and listens on that address; have the way from this"
                                + " hub to that host and port opened");
            case AUTHENTICATE, PERMISSION, SAMPLE, WRITE ->
                new Fix(
                        "端口可达但服务不可用：核对协议（http 或 https、是否加密）、证书，并查看服务器状态",
                        "The port answers but the service does not: check the protocol (http or https, encrypted or"
                                + " not), certificates and the server's state");
        };
    }
}
