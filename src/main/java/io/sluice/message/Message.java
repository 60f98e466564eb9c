package io.sluice.message;

/**
 * A body that crosses the event bus: an immutable record. Inside a node it goes by reference; between nodes as the
 * bytes that {@link Wire} makes. Its {@code toString} gives counts and never contents.
 */
public sealed interface Message
        permits CheckBatch,
                Outcomes,
                AppendBatch,
                DescribeRequest,
                Described,
                FetchRequest,
                Fetched,
                StatusRequest,
                Statuses,
                AdminQuestion,
                AdminAnswer,
                VerifyRequest,
                Verified {}
