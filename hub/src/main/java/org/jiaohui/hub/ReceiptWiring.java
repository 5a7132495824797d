package org.jiaohui.hub;

import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.exchange.dataset.Quarantine;
import org.jiaohui.exchange.receipt.ReceiptBook;
import org.jiaohui.exchange.receipt.ReceiptIssuer;
import org.jiaohui.exchange.receipt.ReceiptKeys;
import org.jiaohui.exchange.receipt.RunEvidence;
import org.jiaohui.exchange.receipt.StoredEvidence;
import org.jiaohui.hub.embedded.HubHome;
import org.jiaohui.hub.receipt.KnownKeys;
import org.jiaohui.hub.receipt.SigningKey;
import org.jiaohui.ledger.Ledger;
import org.jiaohui.openapi.dataset.SoftwareVersion;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who signs receipts, what they say of runs, and who may check them. */
@Configuration(proxyBeanMethods = false)
class ReceiptWiring {
    @Bean
    ReceiptIssuer receiptIssuer(HubSettings settings, HubHome home, SoftwareVersion software) {
        HubSettings.ReceiptSettings receipts = settings.receipts();
        return new ReceiptIssuer(
                SigningKey.of(receipts.keyIn(home), receipts.algorithm()),
                home.nodeId(),
                "Jiaohui " + software.value());
    }

    @Bean
    RunEvidence runEvidence(IcebergDatasetStore store, Quarantine quarantine) {
        return new StoredEvidence(store, quarantine);
    }

    @Bean
    ReceiptBook receiptBook(Ledger ledger, ReceiptIssuer issuer) {
        return ledger.receipts(issuer);
    }

    @Bean
    ReceiptKeys receiptKeys(ReceiptBook book) {
        return new KnownKeys(book::publicKeys);
    }
}
