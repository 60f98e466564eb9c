/** A Kafka broker and a PostgreSQL inside this JVM, for development and tests; not in the production jar. */
@NullMarked
package io.sluice.embedded;

import org.jspecify.annotations.NullMarked;
