package org.jiaohui.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.DeliveryId;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.receipt.ReceiptDraft;

/** What targets and receivers said of deliveries: every word is kept in its order, the latest one stands in the delivery's own row. */
record DeliveryAcknowledgements(Database database, Optional<DeliveryReceipts> receipts) {
    /**
     * Notes a word and its receipt; the same word again changes nothing.
     *
     * @param find the delivery as it stands now
     */
    void add(Supplier<DeliveryRun> find, Acknowledgement word) {
        boolean noted = false;
        while (!noted) {
            DeliveryRun run = find.get();
            DeliveryId id = run.id();
            if (run.status() != DeliveryRun.Status.DELIVERED) {
                throw new ExchangeException(
                        ErrorCode.CONFLICT,
                        "交付 %1$s 尚未送达（%2$s），不能回执 / delivery %1$s is not delivered (%2$s), it cannot be acknowledged"
                                .formatted(id, run.status()));
            }
            if (run.acknowledgement().filter(word::saysAs).isPresent()) {
                return;
            }
            int ordinal = list(id).size() + 1;
            Optional<ReceiptDraft> receipt =
                    receipts.map(known -> known.evidence().acknowledged(run, word, ordinal));
            noted = database.transaction(() -> {
                database.sql("select id from ledger.delivery_run where id = :id for update")
                        .param("id", id.value())
                        .query(String.class)
                        .single();
                // Another word may have come meanwhile; then this one is looked at again.
                boolean next = words(id).size() + 1 == ordinal;
                if (next) {
                    note(id, word, ordinal);
                    receipt.ifPresent(draft -> receipts.orElseThrow().chains().append(draft, word.at()));
                }
                return next;
            });
        }
    }

    /** Within the transaction. */
    void note(DeliveryId id, Acknowledgement word, int ordinal) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", id.value());
        values.put("ordinal", ordinal);
        values.put("at", Database.time(word.at()));
        values.put("by", word.by().name());
        values.put("rows", word.rows());
        values.put("refused", word.refused());
        values.put("digest", word.digest().orElse(null));
        values.put("note", word.note().map(LedgerJson::storable).orElse(null));
        database.sql("""
            insert into ledger.delivery_acknowledgement (delivery, ordinal, at, by, rows, refused, digest, note)
            values (:id, :ordinal, :at, :by, :rows, :refused, :digest, :note)
            """).params(values).update();
        database.sql("""
            update ledger.delivery_run set ack_at = :at, ack_by = :by, ack_rows = :rows, ack_refused = :refused, ack_digest = :digest, ack_note = :note
            where id = :id
            """).params(values).update();
    }

    List<Acknowledgement> list(DeliveryId id) {
        return database.plain(() -> words(id));
    }

    private List<Acknowledgement> words(DeliveryId id) {
        return database.sql("select * from ledger.delivery_acknowledgement where delivery = :id order by ordinal")
                .param("id", id.value())
                .query((row, n) -> DeliveryRows.word(row, "", Database.instant(row, "at")))
                .list();
    }

    /** Delivered batches that nobody has acknowledged, those first whose target was asked longest ago. */
    List<DeliveryRun> askable(int most) {
        return database.plain(() ->
                database.sql("""
                    with asked as (
                        select d.id from ledger.delivery_run d join ledger.subscription s on s.id = d.subscription and s.mark = d.mark
                        where d.status = 'DELIVERED' and d.ack_at is null
                        order by coalesce(d.ack_asked_at, d.ended_at) limit :most for update of d skip locked)
                    update ledger.delivery_run delivery set ack_asked_at = clock_timestamp() from asked where delivery.id = asked.id
                    returning delivery.*
                    """).param("most", most).query(DeliveryRows::run).list());
    }
}
