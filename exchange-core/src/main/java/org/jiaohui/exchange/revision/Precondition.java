package org.jiaohui.exchange.revision;

import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** What must hold of the saved state for a change to be made. */
public sealed interface Precondition {
    /** Whatever is there. */
    record Anything() implements Precondition {}

    /** One of these, as it was seen; none of them stands for a state that never was. */
    record OneOf(Set<Revision> seen) implements Precondition {
        public OneOf {
            seen = Set.copyOf(seen);
        }
    }

    /** Anything, but it must be there. */
    record Present() implements Precondition {}

    /** It must not be there yet. */
    record Absent() implements Precondition {}

    /**
     * Refuses a change of what is not as it was seen.
     *
     * @param id of what is changed
     * @param now its saved state; empty when it is not there
     * @throws ExchangeException PRECONDITION_FAILED
     */
    default void require(String id, Optional<Revision> now) {
        boolean holds = switch (this) {
            case Anything _ -> true;
            case OneOf(Set<Revision> seen) -> now.filter(seen::contains).isPresent();
            case Present _ -> now.isPresent();
            case Absent _ -> now.isEmpty();
        };
        if (!holds) {
            ExchangeException refused = new ExchangeException(
                    ErrorCode.PRECONDITION_FAILED, this instanceof Absent ? taken(id) : changed(id, now));
            throw this instanceof Absent ? refused.about("id") : refused;
        }
    }

    private static String taken(String id) {
        return "%1$s 已经有了，没有覆盖：请换一个编号，或先读取它再修改 / %1$s is there already and was not replaced: take another id, or read it and change it"
                .formatted(id);
    }

    private static String changed(String id, Optional<Revision> now) {
        return (now.isPresent()
                        ? "%1$s 在您读取之后又被保存过，这次没有改动（平台不记是谁改了什么）：请重新读取，核对后带新的 ETag 再提交；不带 If-Match 则直接覆盖 / %1$s was saved by somebody else after you read it, and nothing was changed now (who changed what is not known): read it again, compare, and send your change with the new ETag; without If-Match it replaces what is there"
                        : "%1$s 已不存在（被删除或从未登记），这次没有改动：不带 If-Match 提交会重新登记 / %1$s is not there (removed, or never registered), and nothing was changed: sent without If-Match it is registered anew")
                .formatted(id);
    }
}
