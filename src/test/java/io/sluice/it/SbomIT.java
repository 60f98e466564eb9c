package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bill of materials in a jar names what is in the jar, no less and no more. */
class SbomIT {
    private static final String ENTRY = "META-INF/sbom/application.cdx.json";

    @ParameterizedTest
    @CsvSource({"sluice.jar, required", "sluice.dev.jar, required optional"})
    void theClassesOfAJarAreThoseOfTheComponentsThatItLists(String name, String scopes) throws IOException {
        Path jar = Path.of(Objects.requireNonNull(System.getProperty(name), name));

        List<String> listed = componentFiles(jar, Set.of(scopes.split(" ")));

        Set<String> expected = new TreeSet<>();
        for (String file : listed) {
            expected.addAll(classesOf(onClassPath(file)));
        }
        Set<String> shipped = classesOf(jar);
        shipped.removeIf(entry -> entry.startsWith("io/sluice/"));
        assertThat(shipped).isEqualTo(expected);
    }

    /** File names of the components, as Maven has them. */
    private static List<String> componentFiles(Path jar, Set<String> scopes) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            byte[] json = file.getInputStream(file.getEntry(ENTRY)).readAllBytes();
            return new JsonObject(new String(json, StandardCharsets.UTF_8))
                    .getJsonArray("components").stream()
                            .map(JsonObject.class::cast)
                            .filter(component -> scopes.contains(component.getString("scope", "required")))
                            .map(SbomIT::fileName)
                            .toList();
        }
    }

    private static String fileName(JsonObject component) {
        String start = component.getString("name") + "-" + component.getString("version");
        var classifier = Pattern.compile("classifier=([^&]+)").matcher(component.getString("purl"));
        return classifier.find() ? start + "-" + classifier.group(1) + ".jar" : start + ".jar";
    }

    private static Path onClassPath(String fileName) {
        List<Path> found = Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .filter(path -> path.endsWith(fileName))
                .toList();
        assertThat(found).as(fileName).isNotEmpty();
        return found.get(0);
    }

    private static Set<String> classesOf(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(entry -> entry.endsWith(".class") && !entry.endsWith("module-info.class"))
                    .filter(entry -> !entry.contains("/OSGI-INF/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
