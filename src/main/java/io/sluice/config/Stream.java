package io.sluice.config;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One stream, as its file conf/streams/NAME.json describes it.
 *
 * @param name    the file's name without ending; 1 to 48 of a-z, 0-9 and _, beginning with a letter; also the table's name
 * @param version the first 12 hexadecimal digits of the file's SHA-256: tells which file an event was checked by
 * @param file    what the file says
 */
public record Stream(String name, String version, StreamFile file) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,47}");

    public Stream {
        Check.holds(
                NAME.matcher(name).matches(), "a stream's name is 1 to 48 of a-z, 0-9 and _, beginning with a letter");
    }

    /** The topic's name in Kafka. */
    public String topic(KafkaConfig kafka) {
        String topic = file.topic();
        return topic == null ? kafka.topicPrefix() + name : topic;
    }

    /**
     * What a stream's file says.
     *
     * @param description for people
     * @param topic       null for kafka.topicPrefix and the stream's name
     * @param partitions  of the topic, when it is made here
     * @param schema      JSON Schema that every event must satisfy
     * @param time        where an event's time stands, or null
     * @param id          leads to an event's id (a text or a whole number), or null
     * @param columns     values to lift out of the payload into columns of their own
     * @param rollups     what is counted and summed up by quarter of an hour for reports; null for nothing
     * @param replay      how long Kafka keeps records that are stored
     * @param retention   how long a day's rows stay after its end; null for ever
     */
    public record StreamFile(
            @Nullable String description,
            @Nullable String topic,
            int partitions,
            JsonObject schema,
            @Nullable Time time,
            @Nullable JsonPointer id,
            List<Column> columns,
            @Nullable List<Rollup> rollups,
            Duration replay,
            @Nullable Duration retention) {
        public StreamFile {
            Check.within("partitions", partitions, 1, 1_000);
            Check.positive("replay", replay);
            if (retention != null) {
                Check.positive("retention", retention);
            }
            if (id != null) {
                Check.within("id", id);
            }
            Check.holds(
                    columns.stream().map(Column::name).distinct().count() == columns.size(),
                    "columns: two have the same name");
            for (Rollup rollup : rollups == null ? List.<Rollup>of() : rollups) {
                rollup.refuseUnknown(columns);
            }
        }

        /** What is summed up for reports. */
        public List<Rollup> summed() {
            return rollups == null ? List.of() : rollups;
        }
    }

    /** Where an event's time stands, and in what form. */
    public record Time(JsonPointer pointer, TimeFormat format) {
        public Time {
            Check.within("pointer", pointer);
        }
    }

    public enum TimeFormat {
        /** A whole number of milliseconds since 1970. */
        EPOCH_MILLIS,
        /** A text as RFC 3339 has it. */
        RFC3339
    }

    /** A value of the payload that gets a column of its own; null where it is absent. */
    public record Column(String name, JsonPointer pointer, ColumnType type) {
        private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]{0,47}");
        private static final List<String> TAKEN = List.of(
                "received_at",
                "event_time",
                "client",
                "event_id",
                "topic_id",
                "kafka_partition",
                "kafka_offset",
                "event_index",
                "payload");

        public Column {
            Check.holds(COLUMN.matcher(name).matches(), "name is 1 to 48 of a-z, 0-9 and _, beginning with a letter");
            Check.holds(!TAKEN.contains(name), "name " + name + " is a column of every stream already");
            Check.within("pointer", pointer);
        }
    }

    /** The type of a lifted column, by its PostgreSQL name. */
    public enum ColumnType {
        TEXT,
        BIGINT,
        DOUBLE,
        BOOLEAN,
        TIMESTAMPTZ
    }
}
