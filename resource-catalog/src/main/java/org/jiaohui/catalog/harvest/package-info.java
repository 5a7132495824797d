/** Other catalogues' descriptions (DCAT in any RDF syntax, CKAN, data.json, mobility-database) read into entries, losslessly. */
@NullMarked
package org.jiaohui.catalog.harvest;

import org.jspecify.annotations.NullMarked;
