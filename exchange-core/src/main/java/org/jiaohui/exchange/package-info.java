/** The language of the field and the story of a run. Depends on the JDK, SLF4J and JSpecify alone. */
@NullMarked
package org.jiaohui.exchange;

import org.jspecify.annotations.NullMarked;
