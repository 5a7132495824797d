/**
 * What delivered files look like: one package per format below this one, and here what the text-based formats share: values parsed from UTF-8 strictly by
 * type, and schemas drafted from samples. Depends on the core alone, but for {@code DetectingFormats}, which knows every format below.
 */
@NullMarked
package org.jiaohui.dataset.format;

import org.jspecify.annotations.NullMarked;
