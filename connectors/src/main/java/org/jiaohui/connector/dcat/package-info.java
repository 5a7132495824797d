/** DCAT catalogues as RDF, page by page as the Link header says. Uses the HTTP transfer. */
@NullMarked
package org.jiaohui.connector.dcat;

import org.jspecify.annotations.NullMarked;
