/**
 * Systems that are read: their connections, what one fetch brought, and the port that every connector implements.
 */
@NullMarked
package org.jiaohui.exchange.source;

import org.jspecify.annotations.NullMarked;
