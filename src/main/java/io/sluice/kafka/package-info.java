/** Stage 3, the bridge: appends to Kafka and reads back from it. The only package that sees Kafka's classes. */
@NullMarked
package io.sluice.kafka;

import org.jspecify.annotations.NullMarked;
