/** Records of Kafka topics as rows. The offsets are the position of a run, committed with its publication; no consumer group is used. */
@NullMarked
package org.jiaohui.connector.kafka;

import org.jspecify.annotations.NullMarked;
