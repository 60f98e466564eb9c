package io.sluice.cli.node;

import com.hazelcast.config.ClasspathXmlConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.FileSystemXmlConfig;
import com.hazelcast.core.HazelcastException;
import io.sluice.config.ConfigException;
import java.io.FileNotFoundException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Hazelcast's configuration: the file that the system property {@code vertx.hazelcast.config} names, as Vert.x users
 * know it, or conf/hazelcast.xml as it is in the jar. What differs from cluster to cluster stands in either as
 * {@code ${sluice.cluster.name}} and so on: a system property, an environment variable, or the default, which joins nodes
 * on this machine only.
 */
final class HazelcastFile {
    private static final String PROPERTY = "vertx.hazelcast.config";

    /** What the file leaves open, when nobody says anything else. */
    static final Map<String, String> DEFAULTS = Map.of(
            "sluice.cluster.name", "sluice",
            "sluice.cluster.members", "127.0.0.1",
            "sluice.cluster.interface", "127.0.0.1",
            "sluice.cluster.port", "5701");

    /** How many ports of a member without one are tried; follows from where the members are. */
    private static final String TRIES = "sluice.cluster.tries";

    /** As many nodes may run on one machine. */
    private static final String MANY = "10";

    private HazelcastFile() {}

    static Config load() {
        // Hazelcast asks for it before it has read its file, which says the same.
        System.setProperty("hazelcast.logging.type", System.getProperty("hazelcast.logging.type", "slf4j"));
        return load(System.getProperties(), System::getenv);
    }

    /**
     * Throws {@link ConfigException} when the file isn't there, or can't be used.
     *
     * @param system      system properties
     * @param environment looks an environment variable up; null when it isn't set
     */
    static Config load(Properties system, UnaryOperator<@Nullable String> environment) {
        Properties variables = variables(system, environment);
        String file = system.getProperty(PROPERTY);
        try {
            return file == null
                    ? new ClasspathXmlConfig(HazelcastFile.class.getClassLoader(), "hazelcast.xml", variables)
                    : new FileSystemXmlConfig(file, variables);
        } catch (FileNotFoundException e) {
            throw new ConfigException(String.valueOf(file), List.of(PROPERTY + " names it, and it isn't there"));
        } catch (HazelcastException e) {
            throw new ConfigException(
                    file == null ? "hazelcast.xml of the jar" : file, List.of(String.valueOf(e.getMessage())));
        }
    }

    private static Properties variables(Properties system, UnaryOperator<@Nullable String> environment) {
        Properties variables = new Properties();
        DEFAULTS.forEach((name, fallback) -> {
            String set = environment.apply(name.replace('.', '_').toUpperCase(Locale.ROOT));
            variables.setProperty(name, set == null || set.isBlank() ? fallback : set);
        });
        system.stringPropertyNames().forEach(name -> variables.setProperty(name, system.getProperty(name)));
        variables.putIfAbsent(TRIES, isThisMachine(variables.getProperty("sluice.cluster.members")) ? MANY : "1");
        return variables;
    }

    /**
     * Hazelcast spends 5 seconds on each port that nobody listens at, one after the other, when the parts of a split cluster
     * look for each other: with ten ports a machine, five machines would be apart for minutes.
     */
    private static boolean isThisMachine(String members) {
        return Arrays.stream(members.split(",", -1))
                .map(String::strip)
                .allMatch(member -> member.startsWith("127.") || member.startsWith("localhost"));
    }
}
