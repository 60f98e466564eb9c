package io.sluice.cli.node;

import com.hazelcast.config.ClasspathXmlConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.FileSystemXmlConfig;
import java.io.FileNotFoundException;

/**
 * Hazelcast's configuration: the file that the system property {@code vertx.hazelcast.config} names, as Vert.x users
 * know it, or the one in the jar, which joins nodes on this machine only.
 */
final class HazelcastFile {
    private static final String PROPERTY = "vertx.hazelcast.config";

    private HazelcastFile() {}

    static Config load() {
        String file = System.getProperty(PROPERTY);
        if (file == null) {
            return new ClasspathXmlConfig("hazelcast.xml");
        }
        try {
            return new FileSystemXmlConfig(file);
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException(PROPERTY + " names " + file + ", which isn't there", e);
        }
    }
}
