/** The catalogue as RDF: DCAT-AP descriptions, the TDB2 graph that follows the log, and SPARQL over the public entries. Nothing here reaches the network. */
@NullMarked
package org.jiaohui.catalog.rdf;

import org.jspecify.annotations.NullMarked;
