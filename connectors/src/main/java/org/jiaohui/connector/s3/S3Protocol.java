package org.jiaohui.connector.s3;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.ListingProtocol;
import org.jiaohui.connector.NewFiles;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.Spool;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Takes the objects below a prefix whose remaining name a glob matches. The position is a fingerprint of the listing: keys, sizes, times. */
public record S3Protocol(AllowedHosts hosts) implements ListingProtocol {
    private static final int MOST_OBJECTS = 100_000;
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "s3",
            "S3 对象存储",
            "S3 object store",
            NewFiles.with(S3Connection.with(
                    Setting.optional("prefix", "键前缀", "Prefix of the keys", SettingType.TEXT, ""),
                    Setting.optional(
                            "files",
                            "前缀之后的通配符（** 跨目录）",
                            "Glob of what follows the prefix (** crosses folders)",
                            SettingType.TEXT,
                            "*"))));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        try (S3Client client = fetch.watch().guard(S3Connection.open(fetch.settings(), hosts))) {
            return marked(matching(fetch, client))
                    .<RuntimeException>deliver(fetch, object -> copy(fetch, client, object));
        } catch (SdkException broken) {
            fetch.watch().check();
            throw S3Connection.trouble(fetch.settings(), broken);
        }
    }

    @Override
    public Optional<String> listing(Fetch fetch) {
        try (S3Client client = fetch.watch().guard(S3Connection.open(fetch.settings(), hosts))) {
            List<S3Object> objects = listed(fetch, client);
            return objects.isEmpty()
                    ? Optional.empty()
                    : Optional.of(marked(objects).fingerprint());
        }
    }

    private static NewFiles<S3Object> marked(List<S3Object> objects) {
        return NewFiles.of(
                objects,
                each -> new NewFiles.FileMark(
                        each.key(),
                        each.size(),
                        each.lastModified().toEpochMilli(),
                        Objects.requireNonNullElse(each.eTag(), "")));
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        SettingValues settings = fetch.settings();
        Reach.steps(
                trial,
                hosts,
                S3Connection.host(settings),
                S3Connection.port(settings),
                settings.duration("connect-timeout"));
        try (S3Client client = fetch.watch().guard(S3Connection.open(settings, hosts))) {
            trial.step(
                    TrialStep.AUTHENTICATE,
                    () -> first(settings, client),
                    page -> settings.find("access-key").orElse("匿名 / anonymous"));
            List<S3Object> objects = trial.step(
                    TrialStep.PERMISSION,
                    () -> matching(fetch, client),
                    found ->
                            found.size() + " 个对象 / objects: " + found.getFirst().key());
            fetch.sample(trial, () -> new Delivery.Files(List.of(copy(fetch, client, objects.getFirst())), ""));
        }
    }

    private static ListObjectsV2Response first(SettingValues settings, S3Client client) {
        try {
            return client.listObjectsV2(listing(settings).maxKeys(1).build());
        } catch (SdkException broken) {
            throw S3Connection.trouble(settings, broken);
        }
    }

    private static ListObjectsV2Request.Builder listing(SettingValues settings) {
        return ListObjectsV2Request.builder()
                .bucket(settings.text("bucket"))
                .prefix(settings.find("prefix").orElse(""));
    }

    /** The objects that the glob matches, at least one, in order of their keys. */
    private static List<S3Object> matching(Fetch fetch, S3Client client) {
        List<S3Object> objects = listed(fetch, client);
        if (objects.isEmpty()) {
            SettingValues settings = fetch.settings();
            throw new ExchangeException(
                    ErrorCode.SOURCE_EMPTY,
                    S3Connection.shown(settings) + "/" + settings.find("prefix").orElse("") + " 中没有匹配 \""
                            + settings.text("files") + "\" 的对象 / has no object that matches");
        }
        return objects;
    }

    private static List<S3Object> listed(Fetch fetch, S3Client client) {
        SettingValues settings = fetch.settings();
        String prefix = settings.find("prefix").orElse("");
        PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + settings.text("files"));
        List<S3Object> found = new ArrayList<>();
        try {
            for (S3Object each :
                    client.listObjectsV2Paginator(listing(settings).build()).contents()) {
                fetch.watch().check();
                String rest = each.key().substring(prefix.length());
                if (!rest.isEmpty() && !rest.endsWith("/") && glob.matches(Path.of(rest.replaceFirst("^/+", "")))) {
                    found.add(each);
                }
                if (found.size() > MOST_OBJECTS) {
                    throw new ExchangeException(
                            ErrorCode.LIMIT_EXCEEDED,
                            S3Connection.shown(settings) + " 匹配的对象超过 " + MOST_OBJECTS
                                    + " 个，请收窄前缀 / has more matching objects than that; narrow the prefix");
                }
            }
        } catch (SdkException broken) {
            fetch.watch().check();
            throw S3Connection.trouble(settings, broken);
        }
        found.sort(Comparator.comparing(S3Object::key));
        return found;
    }

    private static SpooledFile copy(Fetch fetch, S3Client client, S3Object object) {
        String name = object.key().substring(object.key().lastIndexOf('/') + 1);
        String shown = S3Connection.shown(fetch.settings()) + "/" + object.key();
        try (ResponseInputStream<GetObjectResponse> from = client.getObject(each ->
                each.bucket(fetch.settings().text("bucket")).key(object.key()).ifMatch(object.eTag()))) {
            Optional<String> type = Optional.ofNullable(from.response().contentType());
            SpooledFile spooled = fetch.spool().copy(Spool.safeName(name), type, from, fetch.watch());
            if (fetch.spool().isCut()) {
                from.abort();
            } else if (spooled.bytes() != object.size()) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_INTERRUPTED,
                        shown + " 列出 " + object.size() + " 字节，收到 " + spooled.bytes() + " 字节 / was listed with "
                                + object.size() + " bytes and brought " + spooled.bytes());
            }
            return spooled;
        } catch (SdkException broken) {
            fetch.watch().check();
            throw S3Connection.trouble(fetch.settings(), broken);
        } catch (IOException broken) {
            fetch.watch().check();
            throw new ExchangeException(
                    ErrorCode.SOURCE_INTERRUPTED,
                    shown + " 传输中断 / the transfer broke off: " + broken.getMessage(),
                    broken);
        }
    }
}
