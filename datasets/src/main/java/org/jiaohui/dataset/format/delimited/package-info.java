/**
 * Delimited text (CSV, TSV and their relatives): its dialect is declared or detected, its records are decoded straight from bytes into columns by several
 * workers side by side. Quoting follows RFC 4180. Depends on the formats' common parts, the encodings and the core.
 */
@NullMarked
package org.jiaohui.dataset.format.delimited;

import org.jspecify.annotations.NullMarked;
