package org.jiaohui.exchange.reconcile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;

/**
 * The statement of one task and day: one line a dataset.
 *
 * @param day a day in China, to whose end the newest version counts
 */
public record Reconciliation(String id, TaskId task, LocalDate day, Instant madeAt, State state, List<Line> lines) {
    public Reconciliation {
        lines = List.copyOf(lines);
    }

    /** The worst of a statement's lines. */
    public enum State {
        /** 平: every number agrees. */
        BALANCED("balanced", "平"),
        /** 未回执: nothing differs, but a delivery is still under way, or nobody has acknowledged it. */
        UNACKNOWLEDGED("unacknowledged", "未回执"),
        /** 未知: nothing is known to differ, but something could not be read again. */
        UNKNOWN("unknown", "未知"),
        /** 差异: rows are missing, too many, or different. */
        DIFFERENT("different", "差异");

        private final String label;
        private final String chinese;

        State(String label, String chinese) {
            this.label = label;
            this.chinese = chinese;
        }

        public String label() {
            return label;
        }

        public String chinese() {
            return chinese;
        }

        /** The worse of two. */
        public State or(State other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /** Where the numbers of the source come from. */
    public enum Basis {
        /** The source was read again now. */
        REREAD("reread"),
        /** What the run received and its receipt states; the source cannot be read again, or not as of that day. */
        RECEIPT("receipt");

        private final String label;

        Basis(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Rows, and their digest that does not depend on their order, where it was computed. */
    public record Side(long count, Optional<String> digest) {}

    /**
     * What reached one target of a version.
     *
     * @param delivery the delivery that brought the version there, and its batch; empty before there is one
     * @param basis whether the target's rows were read again now, or what the delivery noted counts
     * @param delivered rows that the target holds of the version: read again, or those of the batch
     * @param digest their digest that does not depend on order, where they were read again
     * @param batchRows rows of the batch: all, or those that had changed
     * @param acknowledged rows of the batch that target or receiver confirmed; absent until they did
     * @param trouble why the target could not be read again
     */
    public record Delivered(
            String subscription,
            String target,
            String delivery,
            String batch,
            State state,
            Basis basis,
            long delivered,
            Optional<String> digest,
            long batchRows,
            Optional<Long> acknowledged,
            Optional<String> trouble,
            Differences differences) {
        Delivered withTrouble(String more) {
            return new Delivered(
                    subscription,
                    target,
                    delivery,
                    batch,
                    state,
                    basis,
                    delivered,
                    digest,
                    batchRows,
                    acknowledged,
                    Optional.of(trouble.map(told -> told + "; " + more).orElse(more)),
                    differences);
        }
    }

    /** Differences by kind; lower bounds unless {@code complete}. */
    public record Differences(long onlyInSource, long onlyInTarget, long different, boolean complete) {
        public static final Differences NONE = new Differences(0, 0, 0, true);

        public static Differences of(List<RowDifference> found, boolean complete) {
            return new Differences(
                    count(found, RowDifference.Kind.ONLY_IN_SOURCE),
                    count(found, RowDifference.Kind.ONLY_IN_TARGET),
                    count(found, RowDifference.Kind.DIFFERENT),
                    complete);
        }

        public long all() {
            return onlyInSource + onlyInTarget + different;
        }

        private static long count(List<RowDifference> found, RowDifference.Kind kind) {
            return found.stream().filter(one -> one.kind() == kind).count();
        }
    }

    /**
     * One dataset of the task.
     *
     * @param source the source's rows that its rules accept
     * @param sourceRefused rows that the rules refused: of the source read again, or of the run
     * @param received rows that the run read
     * @param refused rows that the run refused
     */
    public record Line(
            DatasetId dataset,
            VersionNumber version,
            RunId run,
            State state,
            Basis basis,
            Side source,
            long sourceRefused,
            long received,
            long refused,
            Side published,
            List<Delivered> deliveries,
            Differences differences) {
        public Line {
            deliveries = List.copyOf(deliveries);
        }
    }
}
