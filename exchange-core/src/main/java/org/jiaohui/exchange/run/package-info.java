/**
 * Standing orders and their executions: the story of a run from fetching to cataloguing, its counts, findings and outcome.
 */
@NullMarked
package org.jiaohui.exchange.run;

import org.jspecify.annotations.NullMarked;
