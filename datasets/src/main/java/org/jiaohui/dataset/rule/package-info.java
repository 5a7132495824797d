/**
 * What the values of a row must satisfy: one class per rule, whose Javadoc names the source of the rule and is the base of its entry in
 * {@code docs/rules.md}. Rules look at whole columns of a batch and mark rows. Depends on the core alone.
 */
@NullMarked
package org.jiaohui.dataset.rule;

import org.jspecify.annotations.NullMarked;
