package org.jiaohui.connector.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jiaohui.connector.Spool;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.SpooledFile;

/** One answer: status, headers, and a body whose length is held against what was promised. */
public final class HttpAnswer implements AutoCloseable {
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>[^<]*;\\s*rel=\"?next\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENCODED_NAME = Pattern.compile("filename\\*=UTF-8''([^;]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PLAIN_NAME = Pattern.compile("filename=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);

    private static final long UNSUSPICIOUS = 64L << 20;
    private static final int MOST_SWELLING = 200;
    private static final long MOST_SKEW = 60;

    private final URI address;
    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final HttpTransfer transfer;
    private final Supplier<HttpAnswer> again;

    /** @param again sends the same request once more */
    HttpAnswer(
            URI address,
            HttpUriRequestBase request,
            ClassicHttpResponse response,
            HttpTransfer transfer,
            Supplier<HttpAnswer> again) {
        this.address = address;
        this.request = request;
        this.response = response;
        this.transfer = transfer;
        this.again = again;
    }

    /** What a status that is not the wanted one means. */
    ExchangeException refused() {
        Optional<SoapFault> fault = fault();
        if (fault.isPresent()) {
            return HttpTransfer.wrongly(address, fault.get().told(), null);
        }
        ExchangeException refused = HttpTransfer.refused(address, status());
        long skew = transfer.isSigning() ? skewSeconds() : 0;
        return refused.code() == ErrorCode.SOURCE_REFUSED_LOGIN && skew > MOST_SKEW
                ? new ExchangeException(
                        refused.code(),
                        refused.getMessage() + "；本机时钟与服务器相差 " + skew
                                + " 秒，签名因此可能被拒，请校准时钟（NTP） / this machine's clock is " + skew
                                + " seconds away from the server's, which may be why the signature is refused; set the clock (NTP)")
                : refused;
    }

    /** What a SOAP service says in the body of an error. */
    private Optional<SoapFault> fault() {
        boolean xml = header("Content-Type").orElse("").toLowerCase(Locale.ROOT).contains("xml");
        if (!xml || (status() != 400 && status() != 500)) {
            return Optional.empty();
        }
        try (InputStream body = decoded(counting())) {
            return SoapFault.find(body);
        } catch (IOException | ExchangeException unreadable) {
            return Optional.empty();
        }
    }

    /** How far the server's clock is from this machine's; 0 when it does not tell. */
    private long skewSeconds() {
        try {
            return header("Date")
                    .map(date -> Math.abs(Duration.between(
                                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant(),
                                    Instant.now())
                            .toSeconds()))
                    .orElse(0L);
        } catch (DateTimeException odd) {
            return 0;
        }
    }

    public int status() {
        return response.getCode();
    }

    public Optional<String> header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
    }

    /** Where the Link header says that the next page is. */
    public Optional<URI> next() {
        return Arrays.stream(response.getHeaders("Link"))
                .map(Header::getValue)
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .map(found -> address.resolve(found.group(1)))
                .findFirst();
    }

    /** Lays the body down under the name that the sender gives it. */
    public SpooledFile spool(Spool spool, String fallbackName) {
        Optional<String> type = header("Content-Type").map(each -> each.split(";", 2)[0].strip());
        return spool(spool, name().orElse(fallbackName), type);
    }

    private SpooledFile spool(Spool spool, String name, Optional<String> type) {
        Counting counting = counting();
        try (this;
                InputStream body = decoded(counting)) {
            SpooledFile file = spool.copy(name, type, body, transfer.watch());
            if (spool.isCut()) {
                request.abort();
            } else if (!isAnnounced() && transfer.comparesUnannounced()) {
                compare(counting.count);
            }
            return file;
        } catch (IOException broken) {
            throw transfer.broke(address, counting.count, broken);
        }
    }

    /** Whether a connection that breaks in good order is told from the end of the body. */
    private boolean isAnnounced() {
        return Stream.of("Transfer-Encoding", "Content-Length")
                        .anyMatch(name -> header(name).isPresent())
                || header("Content-Encoding").filter("gzip"::equalsIgnoreCase).isPresent();
    }

    /** Asks once more: a body of another length was cut, this time or the time before. */
    private void compare(long bytes) {
        long second = again.get().length(bytes);
        if (second != bytes) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_INTERRUPTED,
                    HttpTransfer.shown(address) + " 没有声明长度，先后取得 " + bytes + " 与 " + second
                            + " 字节，其中一次可能中断（若内容每次都不同，可设 unannounced-length 为 accept） / announces no length and brought "
                            + bytes + " bytes, then " + second
                            + "; one of the two was cut, unless it answers differently each time (setting unannounced-length)");
        }
    }

    /** Reads the body to its end, or so far that it is longer than {@code most}, and keeps nothing. */
    private long length(long most) {
        if (status() >= 300) {
            close();
            throw refused();
        }
        Counting counting = counting();
        try (this;
                counting) {
            byte[] buffer = new byte[1 << 13];
            while (counting.count <= most && counting.read(buffer, 0, buffer.length) >= 0) {
                transfer.watch().check();
            }
            return counting.count;
        } catch (IOException broken) {
            throw transfer.broke(address, counting.count, broken);
        }
    }

    /**
     * The whole body in memory.
     *
     * @param limit how large it may be
     */
    public byte[] body(int limit) {
        Counting counting = counting();
        try (this;
                InputStream body = decoded(counting)) {
            byte[] bytes = body.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw HttpTransfer.wrongly(
                        address,
                        "一页超过 " + limit + " 字节，请减小 page-size / a page is larger than " + limit
                                + " bytes; make page-size smaller",
                        null);
            }
            return bytes;
        } catch (IOException broken) {
            throw transfer.broke(address, counting.count, broken);
        }
    }

    @Override
    public void close() {
        try {
            response.close();
        } catch (IOException ignored) {
            // What was read of the answer has been checked already.
        }
    }

    private Optional<String> name() {
        String disposition = header("Content-Disposition").orElse("");
        Matcher encoded = ENCODED_NAME.matcher(disposition);
        if (encoded.find()) {
            return Optional.of(URLDecoder.decode(encoded.group(1).strip(), StandardCharsets.UTF_8));
        }
        Matcher plain = PLAIN_NAME.matcher(disposition);
        if (plain.find()) {
            return Optional.of(plain.group(1).strip());
        }
        String path = String.valueOf(address.getPath());
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isBlank() ? Optional.empty() : Optional.of(last);
    }

    private InputStream decoded(Counting body) throws IOException {
        return header("Content-Encoding").filter("gzip"::equalsIgnoreCase).isPresent() ? new Inflated(body) : body;
    }

    private Counting counting() {
        HttpEntity entity = response.getEntity();
        boolean chunked = response.getFirstHeader("Transfer-Encoding") != null;
        long promised =
                chunked ? -1 : header("Content-Length").map(HttpAnswer::length).orElse(-1L);
        try {
            return new Counting(entity == null ? InputStream.nullInputStream() : entity.getContent(), promised);
        } catch (IOException broken) {
            throw transfer.broke(address, 0, broken);
        }
    }

    private static long length(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException broken) {
            return -1;
        }
    }

    /** What a gzip body holds; one that swells like no data does is refused. */
    private final class Inflated extends GZIPInputStream {
        private final Counting packed;
        private long count;

        Inflated(Counting packed) throws IOException {
            super(packed, 1 << 13);
            this.packed = packed;
        }

        @Override
        public int read(byte[] target, int start, int length) throws IOException {
            int read = super.read(target, start, length);
            count += Math.max(0, read);
            if (count > UNSUSPICIOUS && count / MOST_SWELLING > packed.count) {
                throw new ExchangeException(
                        ErrorCode.ARCHIVE_UNSAFE,
                        HttpTransfer.shown(address) + " 的 gzip 内容膨胀超过 " + MOST_SWELLING
                                + " 倍，疑为压缩炸弹，已停止 / the gzip body swells to more than " + MOST_SWELLING
                                + " times its size; stopped after " + count + " bytes");
            }
            return read;
        }
    }

    private final class Counting extends FilterInputStream {
        private final long promised;
        private long count;

        Counting(InputStream body, long promised) {
            super(body);
            this.promised = promised;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int read = read(one, 0, 1);
            return read < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int start, int length) throws IOException {
            int read;
            try {
                read = super.read(target, start, length);
            } catch (SocketTimeoutException silent) {
                if (promised >= 0 && count == promised) {
                    return -1; // All is there; the server keeps the connection open although it was asked to close it.
                }
                throw silent;
            }
            if (read > 0) {
                count += read;
            }
            if (promised >= 0 && count > promised) {
                throw HttpTransfer.wrongly(
                        address, "声明长度 " + promised + " 字节，实际更多 / promised " + promised + " bytes and sent more", null);
            }
            if (read < 0 && count < promised) {
                throw new IOException("promised " + promised + " bytes (Content-Length), sent " + count);
            }
            return read;
        }
    }
}
