package org.jiaohui.connector.s3;

import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.http.AllowedAddresses;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** How a bucket is reached. */
public final class S3Connection {
    private S3Connection() {}

    /** The settings of a source's connection, with the source's own ones after them. */
    static List<Setting> with(Setting... own) {
        List<Setting> all = new ArrayList<>(login(own));
        all.add(Setting.optional("total-timeout", "总时限", "Time limit of the whole fetch", SettingType.DURATION, "10m"));
        return List.copyOf(all);
    }

    /** The settings of a connection, with the own ones of a source or target after them. */
    public static List<Setting> login(Setting... own) {
        List<Setting> all = new ArrayList<>(List.of(
                Setting.required("endpoint", "服务地址", "Address of the service", SettingType.URI),
                Setting.optional("region", "区域", "Region", SettingType.TEXT, "us-east-1"),
                Setting.required("bucket", "存储桶", "Bucket", SettingType.TEXT),
                Setting.optional("access-key", "访问密钥；留空为匿名", "Access key; anonymous when empty", SettingType.TEXT, ""),
                Setting.secret("secret-key", "私有密钥", "Secret key"),
                Setting.optional(
                        "path-style",
                        "桶名在路径中（MinIO）而不在主机名中",
                        "The bucket stands in the path (MinIO), not in the host name",
                        SettingType.BOOLEAN,
                        "true")));
        all.addAll(List.of(own));
        all.add(Setting.optional("connect-timeout", "连接时限", "Connect time-out", SettingType.DURATION, "10s"));
        all.add(Setting.optional("read-timeout", "读取时限", "Read time-out", SettingType.DURATION, "30s"));
        return List.copyOf(all);
    }

    /** A client that makes one attempt a request, reads no profile of this machine and connects to allowed addresses only. */
    public static S3Client open(SettingValues settings, AllowedHosts hosts) {
        hosts.resolve(host(settings));
        return S3Client.builder()
                .endpointOverride(settings.uri("endpoint"))
                .region(Region.of(settings.text("region")))
                .credentialsProvider(credentials(settings))
                .forcePathStyle(settings.flag("path-style"))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(each -> each.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .defaultProfileFile(ProfileFile.aggregator().build()))
                // The client closes what its builder makes, and would leave open what it is handed.
                .httpClientBuilder(Apache5HttpClient.builder()
                        .dnsResolver(new AllowedAddresses(hosts))
                        .connectionTimeout(settings.duration("connect-timeout"))
                        .socketTimeout(settings.duration("read-timeout")))
                .build();
    }

    /** The bucket as people may see it. */
    public static String shown(SettingValues settings) {
        return settings.text("endpoint").replaceAll("/+$", "") + "/" + settings.text("bucket");
    }

    public static String host(SettingValues settings) {
        String host = settings.uri("endpoint").getHost();
        if (host == null) {
            throw SettingValues.wrong("设置项 \"endpoint\" 没有主机 / the setting \"endpoint\" names no host");
        }
        return host;
    }

    public static int port(SettingValues settings) {
        return Reach.portOf(settings.uri("endpoint"));
    }

    /** What a refused or broken request means. */
    public static ExchangeException trouble(SettingValues settings, SdkException broken) {
        String shown = shown(settings);
        if (broken instanceof AwsServiceException answered) {
            String code = answered.awsErrorDetails() == null
                    ? ""
                    : answered.awsErrorDetails().errorCode();
            String why = " HTTP " + answered.statusCode() + " " + code;
            return switch (answered.statusCode()) {
                case 401, 403 ->
                    new ExchangeException(
                            ErrorCode.SOURCE_REFUSED_LOGIN,
                            shown
                                    + " 拒绝访问，请检查密钥、权限和本机时钟 / refused access; check keys, permission and this machine's"
                                    + " clock:"
                                    + why,
                            broken);
                case 404 ->
                    new ExchangeException(
                            ErrorCode.SETTINGS_WRONG,
                            shown + " 没有这个桶或对象 / has no such bucket or object:" + why,
                            broken);
                case 412 ->
                    new ExchangeException(
                            ErrorCode.SOURCE_INTERRUPTED,
                            shown + " 的对象在读取时变了 / has an object that changed while it was read",
                            broken);
                case 408, 429, 500, 502, 503, 504 ->
                    new ExchangeException(
                            ErrorCode.SOURCE_UNREACHABLE, shown + " 暂时不可用 / is unavailable:" + why, broken);
                default ->
                    new ExchangeException(
                            ErrorCode.SOURCE_ANSWERED_WRONGLY, shown + " 应答不对 / answered wrongly:" + why, broken);
            };
        }
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExchangeException known) {
                return known;
            }
            if (cause instanceof SocketTimeoutException) {
                return new ExchangeException(
                        ErrorCode.SOURCE_TIMED_OUT, shown + " 未在时限内应答 / did not answer in time", broken);
            }
        }
        return new ExchangeException(
                ErrorCode.SOURCE_UNREACHABLE, shown + " 无法连接 / cannot be reached: " + broken.getMessage(), broken);
    }

    private static AwsCredentialsProvider credentials(SettingValues settings) {
        Optional<String> key = settings.find("access-key");
        return key.isEmpty()
                ? AnonymousCredentialsProvider.create()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        key.get(),
                        settings.find("secret-key")
                                .orElseThrow(() -> SettingValues.wrong(
                                        "缺少设置项 \"secret-key\" / the setting \"secret-key\" is missing"))));
    }
}
