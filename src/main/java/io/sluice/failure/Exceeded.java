package io.sluice.failure;

/**
 * A limit that something went over.
 *
 * @param limit which one
 * @param most  what it lets through on this node, in the limit's unit
 */
public record Exceeded(Limit limit, long most) {}
