package org.jiaohui.exchange.revision;

/** One saved state of a source, task or target. Every saving makes another number, also of what was removed and is there again; no number says which came first. */
public record Revision(long number) {}
