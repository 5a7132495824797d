/** The package-private door through which a node is built without the server distribution's folder layout. */
@NullMarked
package org.elasticsearch.node;

import org.jspecify.annotations.NullMarked;
