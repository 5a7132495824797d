/** The package-private door through which a node is given plugins that lie on the class path. */
@NullMarked
package org.elasticsearch.plugins;

import org.jspecify.annotations.NullMarked;
