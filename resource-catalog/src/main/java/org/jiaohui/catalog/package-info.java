/** The directory: DCAT, codes, SHACL, search. Depends on exchange-core alone; the only home of Jena and Elasticsearch. */
@NullMarked
package org.jiaohui.catalog;

import org.jspecify.annotations.NullMarked;
