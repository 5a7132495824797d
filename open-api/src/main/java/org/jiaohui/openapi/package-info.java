/** Every HTTP interface. Depends on exchange-core alone. */
@NullMarked
package org.jiaohui.openapi;

import org.jspecify.annotations.NullMarked;
