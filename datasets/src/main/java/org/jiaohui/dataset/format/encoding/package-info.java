/**
 * In which character encoding a text is written: declared by the sender, or detected by byte order marks, validity and the frequency of characters.
 * A doubtful detection asks and does not guess. Depends on the core and ICU4J.
 */
@NullMarked
package org.jiaohui.dataset.format.encoding;

import org.jspecify.annotations.NullMarked;
