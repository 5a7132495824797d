package org.jiaohui.openapi.receipt;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What the server finds when it checks a receipt and its link to the one before.
 *
 * @param task the chain: a task, or {@code subscription:…}
 * @param faults why it does not hold, Chinese first
 */
@Schema(name = "ReceiptCheck")
record ReceiptCheckView(
        boolean verified,
        String task,
        long sequence,
        String digest,
        String signatureAlgorithm,
        String keyId,
        List<String> faults) {}
