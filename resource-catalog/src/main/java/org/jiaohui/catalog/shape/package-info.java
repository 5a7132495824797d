/** SHACL: our shapes for DCAT-AP 3.0.1 and those that an operator adds. Nothing here reaches the network. */
@NullMarked
package org.jiaohui.catalog.shape;

import org.jspecify.annotations.NullMarked;
