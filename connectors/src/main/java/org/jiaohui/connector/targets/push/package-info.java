/**
 * Delivery to an HTTP interface of the consumer. Exactly-once rests on the consumer: each request carries an {@code Idempotency-Key} that is the same however often
 * it is sent, and a request with a key that was served before must change nothing.
 */
@NullMarked
package org.jiaohui.connector.targets.push;

import org.jspecify.annotations.NullMarked;
