package org.jiaohui.exchange.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * The consumer's word that a batch was taken.
 *
 * @param rows rows that the consumer took
 * @param refused rows that it could not take
 * @param note the consumer's reason, when there is one
 */
public record Acknowledgement(Instant at, long rows, long refused, Optional<String> note) {
    public Acknowledgement {
        if (rows < 0 || refused < 0) {
            throw new IllegalArgumentException("numbers of rows are not negative, got " + rows + " and " + refused);
        }
    }
}
