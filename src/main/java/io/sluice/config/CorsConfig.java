package io.sluice.config;

import java.util.List;

/**
 * Which web pages may use the public port (CORS).
 *
 * @param origins their origins; none: CORS is off
 */
public record CorsConfig(List<Origin> origins) {}
