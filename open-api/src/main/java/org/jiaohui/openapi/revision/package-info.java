/** Revisions as HTTP knows them: entity tags of sources, tasks and targets, and the conditions under which they are changed. */
@NullMarked
package org.jiaohui.openapi.revision;

import org.jspecify.annotations.NullMarked;
