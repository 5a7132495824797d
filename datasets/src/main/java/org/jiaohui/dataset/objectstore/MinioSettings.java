package org.jiaohui.dataset.objectstore;

import java.util.Optional;

/** How the operator's S3 is reached. */
public record MinioSettings(
        String endpoint, String bucket, String accessKey, String secretKey, Optional<String> region) {
    @Override
    public String toString() {
        return "MinioSettings[" + endpoint + ", " + bucket + "]";
    }
}
