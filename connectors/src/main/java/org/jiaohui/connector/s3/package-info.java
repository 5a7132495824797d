/** Objects in buckets of S3 and of servers that speak as it does. Every connection goes to an address that was held against the allowed hosts. */
@NullMarked
package org.jiaohui.connector.s3;

import org.jspecify.annotations.NullMarked;
