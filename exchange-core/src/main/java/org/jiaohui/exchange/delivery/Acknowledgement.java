package org.jiaohui.exchange.delivery;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A word on whether a batch was taken.
 *
 * @param by who says so
 * @param rows rows that were taken
 * @param refused rows that could not be taken
 * @param digest SHA-256 of the rows that were taken as canonical CSV, lower-case hex, where it is told
 * @param note the receiver's reason, when there is one
 */
public record Acknowledgement(
        Instant at, By by, long rows, long refused, Optional<String> digest, Optional<String> note) {
    public Acknowledgement {
        if (rows < 0 || refused < 0) {
            throw new IllegalArgumentException("numbers of rows are not negative, got " + rows + " and " + refused);
        }
    }

    /** Whose word it is. */
    public enum By {
        /** The target itself: its table of batches, its answer, its manifest, its front-end table. */
        TARGET,
        /** Whoever uses the target, over the interface. */
        RECEIVER
    }

    /** The target's word that it keeps this effect. */
    public static Acknowledgement kept(DeliveryEffect effect, Instant now) {
        return new Acknowledgement(
                now,
                By.TARGET,
                effect.rows(),
                0,
                Optional.of(effect.digest().toLowerCase(Locale.ROOT)).filter(digest -> !digest.isEmpty()),
                Optional.empty());
    }

    /** Whether every row of the effect was taken, as it was sent. */
    public boolean agreesWith(DeliveryEffect effect) {
        return refused == 0
                && rows == effect.rows()
                && digest.orElse(effect.digest()).equals(effect.digest());
    }

    /** Whether the other one says the same, be it at another time. */
    public boolean saysAs(Acknowledgement other) {
        return by == other.by
                && rows == other.rows
                && refused == other.refused
                && digest.equals(other.digest)
                && note.equals(other.note);
    }
}
