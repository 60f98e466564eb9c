package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the two jars that {@code mvn package} makes. */
class JarContentIT {
    private static final String PRODUCTION = "sluice.jar";
    private static final String DEVELOPMENT = "sluice.dev.jar";

    /** The embedded servers and what only they need: folders of sluice-dev.jar that sluice.jar must not have. */
    private static final List<String> SERVERS = List.of(
            "io/sluice/embedded/",
            "kafka/server/",
            "org/apache/kafka/controller/",
            "org/apache/kafka/coordinator/",
            "org/apache/kafka/metadata/",
            "org/apache/kafka/raft/",
            "org/apache/kafka/storage/",
            "scala/",
            "io/zonky/",
            "org/apache/commons/",
            "com/fasterxml/jackson/databind/",
            "org/yaml/",
            "org/tukaani/");

    @Test
    void theProductionJarHasNoEmbeddedServers() throws IOException {
        List<String> entries = entriesOf(jar(PRODUCTION));

        assertThat(SERVERS).noneSatisfy(folder -> assertThat(entries).anyMatch(entry -> entry.startsWith(folder)));
        assertThat(entries).noneMatch(entry -> entry.endsWith(".txz"));
    }

    @Test
    void theDevelopmentJarHasThem() throws IOException {
        List<String> entries = entriesOf(jar(DEVELOPMENT));

        assertThat(SERVERS).allSatisfy(folder -> assertThat(entries).anyMatch(entry -> entry.startsWith(folder)));
        assertThat(entries).filteredOn(entry -> entry.endsWith(".txz")).containsExactly("postgres-linux-x86_64.txz");
    }

    @ParameterizedTest
    @ValueSource(strings = {PRODUCTION, DEVELOPMENT})
    void eachHasTheModuleItsStreamsAndTheLicences(String name) throws IOException {
        List<String> entries = entriesOf(jar(name));

        assertThat(entries)
                .contains(
                        "mod.json",
                        "log4j2.xml",
                        "hazelcast.xml",
                        "streams/nginx.json",
                        "streams/playback.json",
                        "META-INF/LICENSE",
                        "META-INF/NOTICE",
                        "META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat");
    }

    @ParameterizedTest
    @ValueSource(strings = {PRODUCTION, DEVELOPMENT})
    void ofTheLibrariesForPagesOnlyWhatIsServedIsPacked(String name) throws IOException {
        List<String> entries = entriesOf(jar(name));

        assertThat(entries)
                .filteredOn(entry -> entry.startsWith("META-INF/resources/webjars/") && !entry.endsWith("/"))
                .extracting(entry -> entry.substring(entry.lastIndexOf('/') + 1))
                .containsExactlyInAnyOrder(
                        "swagger-ui.css",
                        "swagger-ui-bundle.js",
                        "swagger-ui-bundle.js.LICENSE.txt",
                        "chart.umd.js",
                        "LICENSE.md");
        assertThat(entries)
                .contains("META-INF/maven/org.webjars/swagger-ui/pom.properties", "pages/api.html")
                .contains("META-INF/maven/org.webjars.npm/chart.js/pom.properties", "webroot/dashboard/index.html");
    }

    @ParameterizedTest
    @ValueSource(strings = {PRODUCTION, DEVELOPMENT})
    void whatLibrariesOfferAsServicesIsMerged(String name) throws IOException {
        String services = textOf(jar(name), "META-INF/services/io.vertx.core.spi.VertxServiceProvider");

        assertThat(services)
                .contains(
                        "io.vertx.spi.cluster.hazelcast.HazelcastClusterManager",
                        "io.vertx.micrometer.MicrometerMetricsFactory");
    }

    @ParameterizedTest
    @ValueSource(strings = {PRODUCTION, DEVELOPMENT})
    void nothingIsLeftThatSpeaksOfOneJarOnly(String name) throws IOException {
        List<String> entries = entriesOf(jar(name));

        assertThat(entries)
                .noneMatch(entry -> entry.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"))
                .noneMatch(entry -> entry.endsWith("module-info.class"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {PRODUCTION, DEVELOPMENT})
    void theManifestNamesTheCommandAndTheVersion(String name) throws IOException {
        try (JarFile jar = new JarFile(jar(name).toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();

            assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("io.sluice.cli.Main");
            assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .isNotBlank();
            assertThat(manifest.getValue(Attributes.Name.MULTI_RELEASE)).isEqualTo("true");
        }
    }

    private static List<String> entriesOf(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    private static String textOf(Path file, String entry) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Where the build says that a jar is. */
    private static Path jar(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), property));
    }
}
