/**
 * JMH kernels of the hot path, one thread each: bytes to columns, rules, columns to Parquet. {@code ./jiaohui bench --kernels} runs them. They depend on the
 * public entrances of the datasets module alone.
 */
@NullMarked
package org.jiaohui.bench.kernel;

import org.jspecify.annotations.NullMarked;
