package org.jiaohui.openapi.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.springframework.http.MediaType;

/** What a caller's Accept header prefers of what is offered: RFC 9110 §12.5.1. */
final class AcceptedType {
    private AcceptedType() {}

    /** An offer that is acceptable, how much it is wanted, and where in the header that stands. */
    private record Wish(String offer, double quality, int position) {}

    /**
     * The offer with the highest quality; of equal ones that which the header names first, then that which is offered first. A header that is absent or empty
     * takes the first offer.
     *
     * @throws ExchangeException NOT_ACCEPTABLE with the list of what is offered
     */
    static String of(String accept, List<String> offered) {
        List<MediaType> ranges = MediaType.parseMediaTypes(accept);
        if (ranges.isEmpty()) {
            return offered.getFirst();
        }
        return offered.stream()
                .flatMap(offer -> wish(offer, ranges).stream())
                .min(Comparator.comparingDouble(Wish::quality).reversed().thenComparingInt(Wish::position))
                .map(Wish::offer)
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.NOT_ACCEPTABLE,
                        "不能以所要的类型（Accept: " + accept + "）回答，可用：" + String.join("、", offered)
                                + " / the wanted type (Accept: " + accept + ") is not offered; use one of "
                                + String.join(", ", offered)));
    }

    /** The most specific range that holds the offer decides; quality 0 means not at all. */
    private static Optional<Wish> wish(String offer, List<MediaType> ranges) {
        MediaType type = MediaType.valueOf(offer);
        return IntStream.range(0, ranges.size())
                .filter(i -> ranges.get(i).includes(type))
                .boxed()
                .max(Comparator.<Integer>comparingInt(i -> specificity(ranges.get(i)))
                        .thenComparing(Comparator.reverseOrder()))
                .map(i -> new Wish(offer, ranges.get(i).getQualityValue(), i))
                .filter(wish -> wish.quality() > 0);
    }

    private static int specificity(MediaType range) {
        return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
    }
}
