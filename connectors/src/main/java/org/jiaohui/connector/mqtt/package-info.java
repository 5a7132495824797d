/** MQTT topics as sources: what arrives within a window, acknowledged when it is published. Depends on the core and the connector package above. */
@NullMarked
package org.jiaohui.connector.mqtt;

import org.jspecify.annotations.NullMarked;
