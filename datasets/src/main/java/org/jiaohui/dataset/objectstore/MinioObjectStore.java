package org.jiaohui.dataset.objectstore;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Objects in a bucket of MinIO or any S3. The bucket is made when it is missing. */
public final class MinioObjectStore implements ObjectStore {
    private final MinioClient client;
    private final String bucket;

    public MinioObjectStore(MinioSettings settings) {
        bucket = settings.bucket();
        // Own limits: the client's default waits five minutes for a server that does not answer.
        OkHttpClient http = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofMinutes(1))
                .writeTimeout(Duration.ofMinutes(1))
                .build();
        MinioClient.Builder builder = MinioClient.builder()
                .httpClient(http)
                .endpoint(settings.endpoint())
                .credentials(settings.accessKey(), settings.secretKey());
        client = settings.region().map(builder::region).orElse(builder).build();
        call("", () -> {
            if (!hasBucket()) {
                makeBucket();
            }
            return bucket;
        });
    }

    private boolean hasBucket() throws MinioException {
        return client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
    }

    /** Another hub that starts at the same moment may be faster. */
    private void makeBucket() throws MinioException {
        try {
            client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
        } catch (ErrorResponseException e) {
            if (!hasBucket()) {
                throw e;
            }
        }
    }

    @Override
    public void put(String key, Path file) {
        ObjectStore.checked(key);
        call(
                key,
                () -> client.uploadObject(UploadObjectArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .filename(file.toString())
                        .build()));
    }

    @Override
    public void take(String key, Path file) {
        put(key, file);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unavailable(key, e);
        }
    }

    @Override
    public void put(String key, byte[] content) {
        ObjectStore.checked(key);
        call(
                key,
                () -> client.putObject(PutObjectArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .data(content, content.length)
                        .build()));
    }

    @Override
    public InputStream open(String key, long offset, long length) {
        GetObjectArgs.Builder object = GetObjectArgs.builder().bucket(bucket).object(ObjectStore.checked(key));
        if (offset > 0) {
            object.offset(offset);
        }
        if (length < Long.MAX_VALUE) {
            object.length(length);
        }
        return call(key, () -> client.getObject(object.build()));
    }

    @Override
    public OptionalLong findSize(String key) {
        ObjectStore.checked(key);
        return call(key, () -> {
            try {
                return OptionalLong.of(client.statObject(StatObjectArgs.builder()
                                .bucket(bucket)
                                .object(key)
                                .build())
                        .size());
            } catch (ErrorResponseException e) {
                if (e.response().code() == 404) {
                    return OptionalLong.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public void delete(String key) {
        ObjectStore.checked(key);
        call(key, () -> {
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(key).build());
            return key;
        });
    }

    @Override
    public List<StoredObject> list(String prefix) {
        return call(prefix, () -> {
            List<StoredObject> found = new ArrayList<>();
            for (Result<Item> result : client.listObjects(ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .recursive(true)
                    .build())) {
                Item item = result.get();
                found.add(new StoredObject(item.objectName(), item.size()));
            }
            found.sort(Comparator.comparing(StoredObject::key));
            return found;
        });
    }

    @Override
    public String address() {
        return "s3://" + bucket;
    }

    private <T> T call(String key, Request<T> request) {
        try {
            return request.send();
        } catch (MinioException | IllegalStateException e) {
            throw unavailable(key, e);
        }
    }

    private ExchangeException unavailable(String key, Exception cause) {
        return new ExchangeException(
                ErrorCode.OBJECT_STORE_UNAVAILABLE,
                "对象存储没有完成请求，请检查其地址、密钥与空间 / the object store did not do what was asked, check its address, keys and space: bucket \""
                        + bucket + "\", key \"" + key + "\": " + cause.getMessage(),
                cause);
    }

    private interface Request<T> {
        T send() throws MinioException;
    }
}
