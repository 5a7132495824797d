/** The DCAT catalogue and SPARQL over HTTP. */
@NullMarked
package org.jiaohui.openapi.catalogue;

import org.jspecify.annotations.NullMarked;
