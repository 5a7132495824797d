package org.jiaohui.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiaohui.exchange.receipt.Receipt;
import org.jiaohui.exchange.receipt.ReceiptBook;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.receipt.ReceiptHead;
import org.jiaohui.exchange.receipt.ReceiptIssuer;

/** The chains of receipts in PostgreSQL. */
final class ReceiptChains implements ReceiptBook {
    private final Database database;
    private final ReceiptIssuer issuer;

    ReceiptChains(Database database, ReceiptIssuer issuer) {
        this.database = database;
        this.issuer = issuer;
    }

    /**
     * Appends the receipt to its chain, inside the caller's transaction: it stands exactly when that transaction does. The chain stays locked until then. A
     * subject that has its receipt already gets that one back.
     */
    Receipt append(ReceiptDraft draft, Instant finishedAt) {
        database.sql(
                        "insert into ledger.receipt_chain (chain, sequence, digest) values (:chain, 0, '') on conflict do nothing")
                .param("chain", draft.chain())
                .update();
        ReceiptHead head = database.sql(
                        "select sequence, digest from ledger.receipt_chain where chain = :chain for update")
                .param("chain", draft.chain())
                .query((row, n) -> new ReceiptHead(row.getLong("sequence"), row.getString("digest")))
                .single();
        Optional<Receipt> known = found(draft.kind(), draft.subject());
        if (known.isPresent()) {
            return known.get();
        }
        Receipt receipt = issuer.issue(draft, finishedAt, head);
        String digest = receipt.digest(issuer.signer());
        database.sql("""
                        insert into ledger.receipt_key (key_id, algorithm, public_key) values (:id, :algorithm, :key) on conflict do nothing
                        """)
                .param("id", issuer.signer().keyId())
                .param("algorithm", issuer.signer().algorithm().label())
                .param("key", issuer.signer().publicKey())
                .update();
        database.sql("""
                        insert into ledger.receipt (chain, sequence, kind, subject, digest, key_id, receipt)
                        values (:chain, :sequence, :kind, :subject, :digest, :key, :receipt)
                        """)
                .param("chain", draft.chain())
                .param("sequence", receipt.sequence())
                .param("kind", draft.kind().label())
                .param("subject", draft.subject())
                .param("digest", digest)
                .param("key", issuer.signer().keyId())
                .param("receipt", receipt.text())
                .update();
        database.sql("update ledger.receipt_chain set sequence = :sequence, digest = :digest where chain = :chain")
                .param("sequence", receipt.sequence())
                .param("digest", digest)
                .param("chain", draft.chain())
                .update();
        return receipt;
    }

    @Override
    public Optional<Receipt> find(ReceiptDraft.Kind kind, String subject) {
        return database.plain(() -> found(kind, subject));
    }

    @Override
    public List<Receipt> list(String chain, long from, long to, int most) {
        return database.plain(() -> database.sql("""
                        select receipt from ledger.receipt where chain = :chain and sequence between :from and :to order by sequence limit :most
                        """)
                .param("chain", chain)
                .param("from", from)
                .param("to", to)
                .param("most", most)
                .query((row, n) -> parsed(row.getString("receipt")))
                .list());
    }

    @Override
    public Receipt stateHead(String chain) {
        ReceiptHead head = database.plain(
                () -> database.sql("select sequence, digest from ledger.receipt_chain where chain = :chain")
                        .param("chain", chain)
                        .query((row, n) -> new ReceiptHead(row.getLong("sequence"), row.getString("digest")))
                        .optional()
                        .orElse(ReceiptHead.NONE));
        return issuer.stateHead(chain, head, Instant.now());
    }

    @Override
    public List<String> publicKeys() {
        List<String> used = database.plain(() -> database.sql(
                        "select public_key from ledger.receipt_key where key_id <> :own order by first_used desc")
                .param("own", issuer.signer().keyId())
                .query(String.class)
                .list());
        return Stream.concat(Stream.of(issuer.signer().publicKey()), used.stream())
                .toList();
    }

    private Optional<Receipt> found(ReceiptDraft.Kind kind, String subject) {
        return database.sql("select receipt from ledger.receipt where kind = :kind and subject = :subject")
                .param("kind", kind.label())
                .param("subject", subject)
                .query((row, n) -> parsed(row.getString("receipt")))
                .optional();
    }

    private static Receipt parsed(String text) {
        return Receipt.parse(text.getBytes(UTF_8));
    }
}
