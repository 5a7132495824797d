/**
 * How a source or target is reached: one package a protocol, one route for all of them. The only home of Camel; depends on exchange-core alone. A protocol
 * makes one attempt; trying again, time limits and stopping are the same for all and live here.
 */
@NullMarked
package org.jiaohui.connector;

import org.jspecify.annotations.NullMarked;
