/** Tests against a real broker. */
@NullMarked
package org.jiaohui.connector.mqtt;

import org.jspecify.annotations.NullMarked;
