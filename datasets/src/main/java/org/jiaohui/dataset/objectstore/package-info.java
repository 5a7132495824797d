/**
 * Where bytes lie for good: a folder or an S3 bucket behind one small interface, and local copies of objects for readers that need a file. Depends on the
 * core alone and on the MinIO client.
 */
@NullMarked
package org.jiaohui.dataset.objectstore;

import org.jspecify.annotations.NullMarked;
