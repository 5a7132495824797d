/**
 * Sources that keep account of what was taken from them, as front-end exchange tables do: they are told how each run ended, once the ledger knows it, and as
 * often as it takes. May depend on the source and run packages of the core.
 */
@NullMarked
package org.jiaohui.exchange.source.account;

import org.jspecify.annotations.NullMarked;
