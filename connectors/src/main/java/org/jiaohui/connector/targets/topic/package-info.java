/**
 * Kafka topics as targets: one record a row. Everything that a batch does is one transaction of the broker, its note in a topic of the hub included, so that consumers
 * that read committed records see each batch once and as a whole.
 */
@NullMarked
package org.jiaohui.connector.targets.topic;

import org.jspecify.annotations.NullMarked;
