/** A forked Elasticsearch node with the analysis plugin of the embedded default and the tests. Depends on no other module. */
@NullMarked
package org.jiaohui.searchnode;

import org.jspecify.annotations.NullMarked;
