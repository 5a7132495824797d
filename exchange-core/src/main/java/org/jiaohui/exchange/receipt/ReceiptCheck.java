package org.jiaohui.exchange.receipt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Checks receipts one after the other, without a hub: canonical form, signature, and for each task or subscription the order and completeness of its
 * chain. Remembers the last receipt of each and nothing else, so any number can be checked.
 */
public final class ReceiptCheck {
    private final ReceiptKeys keys;
    private final long first;
    private final Map<String, ReceiptHead> heads = new LinkedHashMap<>();
    private final Map<String, Stated> stated = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private long good;

    /** @param first sequence number with which each chain must begin; 1 for whole chains */
    public ReceiptCheck(ReceiptKeys keys, long first) {
        this.keys = keys;
        this.first = first;
    }

    /**
     * Something that does not hold.
     *
     * @param where the file, and the line when it has several
     * @param message Chinese first
     */
    public record Fault(String where, String message) {}

    /** What was found. A chain's end is proven only by a head statement or by the number that the caller knows. */
    public record Report(long receipts, Map<String, Long> lastOfTask, boolean endProven, List<Fault> faults) {
        public boolean holds() {
            return faults.isEmpty();
        }
    }

    private record Stated(String where, ReceiptHead head) {}

    /** Takes the next receipt, or a head statement, which may stand anywhere. */
    public void take(String where, byte[] bytes) {
        Receipt receipt;
        try {
            receipt = Receipt.parse(bytes);
            if (!signed(receipt)) {
                faults.add(new Fault(
                        where,
                        keys.knows(receipt.keyId())
                                ? "签名与内容不符：内容或签名被改动过 / the signature does not fit the content: one of them was changed"
                                : "由未知的密钥 %1$s 签名，不在给定的公钥之中 / signed with the unknown key %1$s, which is not among the given public keys"
                                        .formatted(receipt.keyId())));
                return;
            }
        } catch (IllegalArgumentException broken) {
            faults.add(new Fault(where, "不是完好的回执 / this is no intact receipt: " + broken.getMessage()));
            return;
        }
        if (receipt.kind().equals(Receipt.HEAD)) {
            stated.put(receipt.chain(), new Stated(where, new ReceiptHead(receipt.sequence(), receipt.previous())));
            return;
        }
        place(where, receipt);
    }

    /** @param expectedLast the last number of each chain as the caller knows it */
    public Report conclude(OptionalLong expectedLast) {
        expectedLast.ifPresent(last -> heads.forEach((task, head) -> {
            if (head.sequence() != last) {
                faults.add(new Fault(
                        task,
                        "最后一张是第 %1$d 号，应为第 %2$d 号：末尾有缺失或多余 / the last receipt is no. %1$d instead of %2$d: the end is missing, or there is too much"
                                .formatted(head.sequence(), last)));
            }
        }));
        stated.forEach(this::compareEnd);
        Map<String, Long> last = new LinkedHashMap<>();
        heads.forEach((task, head) -> last.put(task, head.sequence()));
        boolean endProven =
                expectedLast.isPresent() || (!last.isEmpty() && stated.keySet().containsAll(last.keySet()));
        return new Report(good, last, endProven, List.copyOf(faults));
    }

    private boolean signed(Receipt receipt) {
        return keys.verifies(receipt.algorithm(), receipt.keyId(), receipt.signedBytes(), receipt.signature());
    }

    private void place(String where, Receipt receipt) {
        ReceiptHead before = heads.getOrDefault(receipt.chain(), ReceiptHead.NONE);
        boolean begins = before.sequence() == 0;
        long wanted = begins ? first : before.sequence() + 1;
        String task = receipt.chain();
        if (receipt.sequence() > wanted) {
            faults.add(new Fault(
                    where,
                    "%1$s 缺少第 %2$s 号回执（这里是第 %3$d 号） / %4$s: receipt no. %2$s is missing (this is no. %3$d)"
                            .formatted(
                                    Receipt.chinese(task),
                                    wanted == receipt.sequence() - 1 ? wanted : wanted + "–" + (receipt.sequence() - 1),
                                    receipt.sequence(),
                                    Receipt.english(task))));
        } else if (receipt.sequence() < wanted) {
            faults.add(new Fault(
                    where,
                    "%1$s 的第 %2$d 号回执重复或次序颠倒（应为第 %3$d 号） / %4$s: receipt no. %2$d is doubled or out of order (no. %3$d was due)"
                            .formatted(Receipt.chinese(task), receipt.sequence(), wanted, Receipt.english(task))));
            return;
        } else if (begins
                ? receipt.sequence() == 1 && !receipt.previous().isEmpty()
                : !receipt.previous().equals(before.digest())) {
            faults.add(new Fault(
                    where,
                    "%1$s 的第 %2$d 号回执不接在前一张之后：前一张被换过 / %3$s: receipt no. %2$d does not follow the one before it, which was replaced"
                            .formatted(Receipt.chinese(task), receipt.sequence(), Receipt.english(task))));
        } else {
            good++;
        }
        heads.put(task, new ReceiptHead(receipt.sequence(), receipt.digest(keys)));
    }

    private void compareEnd(String task, Stated statement) {
        ReceiptHead found = heads.getOrDefault(task, ReceiptHead.NONE);
        ReceiptHead end = statement.head();
        if (found.sequence() < end.sequence()) {
            faults.add(new Fault(
                    statement.where(),
                    "%1$s 的链尾是第 %2$d 号，文件中只到第 %3$d 号：末尾被去掉 / %4$s: the chain ends with no. %2$d, the files only reach no. %3$d: the end was removed"
                            .formatted(
                                    Receipt.chinese(task), end.sequence(), found.sequence(), Receipt.english(task))));
        } else if (found.sequence() == end.sequence() && !found.digest().equals(end.digest())) {
            faults.add(new Fault(
                    statement.where(),
                    "%1$s 的最后一张回执不是链尾声明的那张 / %2$s: the last receipt is not the one that the head statement names"
                            .formatted(Receipt.chinese(task), Receipt.english(task))));
        }
    }
}
