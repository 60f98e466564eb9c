package io.sluice.database;

/** One event of the log: its record, and its place in it from 0. */
record EventRef(PartitionKey key, long offset, int index) {}
