/**
 * Sources of Apache Camel's Kamelets: a definition of properties and the template of a route, from the catalogue that Camel publishes or from the
 * administrator's folder. Each run has a Camel of its own, which is gone with the run; what arrives is kept in an inbox until it is published. Depends on the
 * core and the connector package above.
 */
@NullMarked
package org.jiaohui.connector.kamelet;

import org.jspecify.annotations.NullMarked;
