package io.sluice.cli.sql;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.Module;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect as an analyst.
 *
 * @param place    {@code host:port/database}, fit to be printed
 * @param user     the role
 * @param password null when the driver is to find it (~/.pgpass)
 */
record ReaderLogin(String place, String user, @Nullable String password) {
    private static final String WRONG = "expected postgresql://user:password@host:port/database";

    /** Reads {@code postgresql://user:password@host:port/database}; anything else throws, without printing it. */
    static ReaderLogin ofUrl(String url) {
        try {
            URI uri = new URI(url);
            boolean known = List.of("postgresql", "postgres").contains(String.valueOf(uri.getScheme()));
            if (!known
                    || uri.getHost() == null
                    || uri.getRawUserInfo() == null
                    || uri.getPath().length() < 2) {
                throw new IllegalArgumentException(WRONG);
            }
            String[] login = uri.getRawUserInfo().split(":", 2);
            String password = login.length == 2 ? decoded(login[1]) : null;
            int port = uri.getPort() < 0 ? 5432 : uri.getPort();
            return new ReaderLogin(uri.getHost() + ":" + port + uri.getRawPath(), decoded(login[0]), password);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(WRONG);
        }
    }

    /** The reader of a node's configuration file. */
    static ReaderLogin ofConf(Path conf) throws IOException {
        DatabaseConfig database =
                Module.ofThisJar().configure(conf.toString(), json(conf)).database();
        if (database == null) {
            throw new IllegalArgumentException(
                    conf + " has no section database; say --url postgresql://user:password@host:port/database");
        }
        String place = database.url().substring("postgresql://".length());
        return new ReaderLogin(
                place, database.reader().user(), database.reader().password().reveal());
    }

    /** The reader of the development node whose servers are described in the file. */
    static ReaderLogin ofDevelopment(Path servers) throws IOException {
        if (!Files.exists(servers)) {
            throw new IllegalArgumentException("which database? There is no development node here (" + servers
                    + "); say --conf conf/sluice.json or --url postgresql://user:password@host:port/database");
        }
        String reader = json(servers).getString("reader");
        if (reader == null) {
            throw new IllegalArgumentException(servers + " names no reader");
        }
        return ofUrl(reader);
    }

    /** For the driver; read-only is the session's default, besides what the role may do. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("options", "-c default_transaction_read_only=on");
        properties.setProperty("ApplicationName", "sluice sql");
        properties.setProperty("connectTimeout", "10");
        return properties;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + place;
    }

    private static JsonObject json(Path file) throws IOException {
        try {
            return new JsonObject(Files.readString(file));
        } catch (DecodeException e) {
            throw new IllegalArgumentException(file + " is no JSON: " + e.getMessage());
        }
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return user + " at " + place;
    }
}
