package org.jiaohui.connector.targets.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.TargetSide;
import org.jiaohui.connector.s3.S3Connection;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Prefixes of a bucket in an S3 store. An object appears as a whole or not at all, so nothing has to be renamed; large ones are sent in parts, which a failure takes
 * back.
 */
public record BucketFolders(AllowedHosts hosts) implements FolderProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(BucketFolders.class);
    private static final int MIB = 1 << 20;

    /** What S3 allows at most in one upload. */
    private static final int MOST_PARTS = 10_000;

    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "s3",
            "S3 对象存储",
            "S3 object store",
            S3Connection.login(Setting.optional(
                    "part-mib",
                    "大于此值（MiB，至少 5）的文件分段上传",
                    "Larger files are sent in parts of so many MiB (at least 5)",
                    SettingType.INTEGER,
                    "16")));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public String host(SettingValues settings) {
        return S3Connection.host(settings);
    }

    @Override
    public int port(SettingValues settings) {
        return S3Connection.port(settings);
    }

    @Override
    public RemoteFolder open(SettingValues settings, String place) {
        String prefix = place.replaceAll("^/+|/+$", "");
        return new Folder(
                TargetSide.of(() -> S3Connection.open(settings, hosts)),
                hosts,
                settings,
                prefix.isEmpty() ? "" : prefix + "/");
    }

    /** Takes what it wants of an object. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(InputStream from) throws IOException;
    }

    private record Folder(S3Client client, AllowedHosts hosts, SettingValues settings, String prefix)
            implements RemoteFolder {
        @Override
        public void put(Path file, String name, int attempt) throws IOException {
            long size = Files.size(file);
            long part = Math.max((long) Math.max(5, settings.integer("part-mib")) * MIB, size / (MOST_PARTS - 1) + 1);
            String key = prefix + name;
            try {
                if (size > part) {
                    putInParts(file, key, size, part);
                } else {
                    client.putObject(each -> each.bucket(bucket()).key(key), RequestBody.fromFile(file));
                }
                abortUnfinished(key);
            } catch (SdkException broken) {
                throw trouble(broken);
            }
        }

        private void putInParts(Path file, String key, long size, long part) throws IOException {
            String upload = client.createMultipartUpload(
                            each -> each.bucket(bucket()).key(key))
                    .uploadId();
            boolean whole = false;
            try {
                List<CompletedPart> parts = new ArrayList<>();
                for (long from = 0; from < size; from += part) {
                    int number = parts.size() + 1;
                    long length = Math.min(part, size - from);
                    try (FilePart bytes = new FilePart(file, from, length)) {
                        String tag = client.uploadPart(
                                        each -> each.bucket(bucket())
                                                .key(key)
                                                .uploadId(upload)
                                                .partNumber(number),
                                        RequestBody.fromContentProvider(bytes, length, "application/octet-stream"))
                                .eTag();
                        parts.add(CompletedPart.builder()
                                .partNumber(number)
                                .eTag(tag)
                                .build());
                    }
                }
                client.completeMultipartUpload(each ->
                        each.bucket(bucket()).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
                whole = true;
            } finally {
                if (!whole) {
                    // The client may have been closed because the delivery has to stop.
                    try (S3Client other = S3Connection.open(settings, hosts)) {
                        abort(other, key, upload);
                    }
                }
            }
        }

        /** Parts of this object that a hub which was killed, or is overtaken, has left. An account that may not list them leaves them to the bucket's lifecycle rule. */
        private void abortUnfinished(String key) {
            try {
                for (MultipartUpload each : client.listMultipartUploads(
                                request -> request.bucket(bucket()).prefix(key))
                        .uploads()) {
                    if (each.key().equals(key)) {
                        abort(client, key, each.uploadId());
                    }
                }
            } catch (AwsServiceException mayNot) {
                LOG.debug("unfinished uploads of {} cannot be listed: {}", key, mayNot.getMessage());
            }
        }

        private void abort(S3Client by, String key, String upload) {
            try {
                by.abortMultipartUpload(each -> each.bucket(bucket()).key(key).uploadId(upload));
            } catch (SdkException gone) {
                LOG.info("the unfinished upload of {} stays until the next attempt: {}", key, gone.getMessage());
            }
        }

        @Override
        public Optional<byte[]> find(String name) throws IOException {
            return read(name, from -> from.readNBytes(MOST_SMALL_BYTES));
        }

        @Override
        public boolean fetch(String name, Path into) throws IOException {
            return read(name, from -> Files.copy(from, into, StandardCopyOption.REPLACE_EXISTING))
                    .isPresent();
        }

        /** An object takes the place of another by itself. */
        @Override
        public void makeWay(String name) {}

        private <T> Optional<T> read(String name, Reading<T> reading) throws IOException {
            try (ResponseInputStream<GetObjectResponse> from =
                    client.getObject(each -> each.bucket(bucket()).key(prefix + name))) {
                return Optional.of(reading.read(from));
            } catch (AwsServiceException answered) {
                if (answered.statusCode() == 404 && !code(answered).equals("NoSuchBucket")) {
                    return Optional.empty();
                }
                throw trouble(answered);
            } catch (SdkException broken) {
                throw trouble(broken);
            }
        }

        private ExchangeException trouble(SdkException broken) {
            return broken instanceof AwsServiceException answered
                            && code(answered).equals("NoSuchUpload")
                    ? new ExchangeException(
                            ErrorCode.TARGET_INTERRUPTED,
                            S3Connection.shown(settings)
                                    + " 分段上传已被取消，可能由另一节点 / the upload in parts was taken back, perhaps by another hub",
                            broken)
                    : TargetSide.of(S3Connection.trouble(settings, broken));
        }

        private static String code(AwsServiceException answered) {
            return answered.awsErrorDetails() == null
                            || answered.awsErrorDetails().errorCode() == null
                    ? ""
                    : answered.awsErrorDetails().errorCode();
        }

        private String bucket() {
            return settings.text("bucket");
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
