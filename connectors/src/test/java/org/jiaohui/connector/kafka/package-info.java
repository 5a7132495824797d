/** Tests against a real broker. */
@NullMarked
package org.jiaohui.connector.kafka;

import org.jspecify.annotations.NullMarked;
