package io.sluice.message;

/** Asks a bridge for the topics of all streams. */
public record DescribeRequest() implements Message {}
