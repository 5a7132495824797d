/** How a source or target is reached: one package a protocol. The only home of Camel; depends on exchange-core alone. */
@NullMarked
package org.jiaohui.connector;

import org.jspecify.annotations.NullMarked;
