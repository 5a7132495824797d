package org.jiaohui.connector.targets.push;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.jiaohui.connector.targets.RowJson;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.RowFeed;

/** Gathers rows into pages and posts each; pages that the consumer has are counted and left out. */
final class Pages {
    private static final int MOST_BYTES = 8 << 20;

    private final PushClient client;
    private final DeliveryOrder order;
    private final int most;
    private final long from;
    private final Page page = new Page();
    private int rows;
    private long number = 1;

    Pages(PushClient client, DeliveryOrder order, int most, long from) {
        this.client = client;
        this.order = order;
        this.most = most;
        this.from = from;
    }

    RowFeed taking(RowFeed feed) {
        boolean operations = order.mode().tellsOperations();
        return feed.alsoTo((batch, changed) -> {
            for (int row = 0; row < batch.rows; row++) {
                RowJson.write(batch, row, operations ? changed[row] : 0, page);
                page.write('\n');
                if (++rows == most || page.size() > MOST_BYTES) {
                    flush();
                }
            }
        });
    }

    /** Posts what is left. */
    void finish() {
        if (rows > 0) {
            flush();
        }
    }

    long count() {
        return number - 1;
    }

    private void flush() {
        if (number >= from) {
            HttpTarget.require(
                    client,
                    client.post(
                            order.batch() + "/" + number,
                            Map.of(
                                    "X-Jiaohui-Batch", order.batch().value(),
                                    "X-Jiaohui-Page", Long.toString(number),
                                    "X-Jiaohui-Rows", Integer.toString(rows)),
                            page.bytes(),
                            page.size()));
        }
        page.reset();
        rows = 0;
        number++;
    }

    /** Its bytes without a copy. */
    private static final class Page extends ByteArrayOutputStream {
        private byte[] bytes() {
            return buf;
        }
    }
}
