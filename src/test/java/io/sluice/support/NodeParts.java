package io.sluice.support;

import io.sluice.config.SluiceConfig;
import io.sluice.config.Streams;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;

/** What the stages of one node share. */
public record NodeParts(SluiceConfig config, Streams streams, String node, Telemetry telemetry, Health health) {}
