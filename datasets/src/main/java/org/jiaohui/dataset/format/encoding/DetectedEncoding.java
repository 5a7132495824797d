package org.jiaohui.dataset.format.encoding;

import java.nio.charset.Charset;
import java.util.List;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * The encoding that a text is most probably written in.
 *
 * @param charset the best candidate
 * @param markLength bytes of the byte order mark in front of the text, 0–4
 * @param certain whether the evidence is good enough to go on without asking
 * @param candidates canonical names of the encodings that remain possible, best first
 */
public record DetectedEncoding(Charset charset, int markLength, boolean certain, List<String> candidates) {
    public DetectedEncoding {
        candidates = List.copyOf(candidates);
    }

    /**
     * The charset when it is certain.
     *
     * @throws ExchangeException ENCODING_DOUBTFUL that lists the candidates and says to declare one
     */
    public Charset orAsk(String file) {
        if (certain) {
            return charset;
        }
        String names = String.join(", ", candidates);
        throw new ExchangeException(
                ErrorCode.ENCODING_DOUBTFUL,
                "无法确定 %s 的字符编码（可能是 %s），请在数据源中声明 encoding / the encoding of %s is doubtful (candidates: %s); declare \"encoding\" with the source"
                        .formatted(file, names, file, names));
    }
}
