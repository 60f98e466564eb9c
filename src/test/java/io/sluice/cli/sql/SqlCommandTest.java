package io.sluice.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.Ran;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandTest {
    @TempDir
    Path folder;

    @Test
    void saysWhatToDoWhenNoDatabaseIsNamed() {
        Ran ran = sql("select 1");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("There is no development node here", "--conf conf/sluice.json", "--url");
    }

    @Test
    void tellsInOneLineThatTheServerIsAwayAndWhichOne() {
        Ran ran = sql("--url", "postgresql://ann:secret@127.0.0.1:1/db", "select 1");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err())
                .startsWith("error: ")
                .contains("ann at 127.0.0.1:1/db")
                .doesNotContain("secret");
    }

    @Test
    void helpTellsOptionsFormatsExitCodesAndExamples() {
        Ran ran = sql("--help");

        assertThat(ran.out()).contains("table, csv, json, ndjson", "Default: 1000", "Exit codes:", "Examples:");
    }

    @Test
    void aUrlIsTakenApartAndItsLoginDecoded() {
        ReaderLogin login = ReaderLogin.ofUrl("postgresql://a%40b:p%3Aw+d@db.example.com/logs");

        assertThat(login).isEqualTo(new ReaderLogin("db.example.com:5432/logs", "a@b", "p:w+d"));
        assertThat(login.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example.com:5432/logs");
        assertThat(login).asString().doesNotContain("p:w");
    }

    @Test
    void aUrlThatIsNoneIsRefusedWithoutPrintingItsPassword() {
        assertThatThrownBy(() -> ReaderLogin.ofUrl("mysql://ann:secret@h/db"))
                .hasMessageContaining("expected postgresql://")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> ReaderLogin.ofUrl("postgresql://ann:sec ret@h/db"))
                .hasMessageContaining("expected postgresql://")
                .hasMessageNotContaining("ret@");
    }

    @Test
    void theDevelopmentNodesReaderIsTheDefault() throws IOException {
        Path servers = Files.writeString(
                folder.resolve("dev.json"), "{\"reader\":\"postgresql://sluice_reader:sluice@127.0.0.1:5433/sluice\"}");

        ReaderLogin login = ReaderLogin.ofDevelopment(servers);

        assertThat(login).isEqualTo(new ReaderLogin("127.0.0.1:5433/sluice", "sluice_reader", "sluice"));
    }

    @Test
    void aConfigurationNamesTheDatabaseAndItsReader() throws IOException {
        Path conf = Files.writeString(folder.resolve("sluice.json"), """
                {"kafka": {"servers": "127.0.0.1:9092"},
                 "database": {"url": "postgresql://db:5432/sluice",
                  "writer": {"user": "w", "password": "w"}, "reader": {"user": "r", "password": "secret"},
                  "maintenance": {"user": "m", "password": "m"}},
                 "receipts": {"key": "0123456789abcdef0123456789abcdef"}}""");

        ReaderLogin login = ReaderLogin.ofConf(conf);

        assertThat(login).isEqualTo(new ReaderLogin("db:5432/sluice", "r", "secret"));
    }

    @Test
    void aConfigurationWithoutADatabaseSaysWhatToDo() throws IOException {
        Path conf = Files.writeString(folder.resolve("edge.json"), """
                {"roles": ["http", "validation", "kafka"], "kafka": {"servers": "127.0.0.1:9092"},
                 "receipts": {"key": "0123456789abcdef0123456789abcdef"}}""");

        Ran ran = sql("--conf", conf.toString(), "select 1");

        assertThat(ran.err()).contains("has no section database; say --url");
    }

    @Test
    void thePlaceOfAnErrorIsToldByLineAndColumn() {
        assertThat(SqlErrorText.place("select 1,\n  nope", 13)).isEqualTo("line 2, column 3");
        assertThat(SqlErrorText.place("select nope", 8)).isEqualTo("line 1, column 8");
    }

    private Ran sql(String... args) {
        SqlCommand command =
                new SqlCommand(InputStream.nullInputStream(), new ByteArrayOutputStream(), folder.resolve("dev.json"));
        return Ran.command(command, args);
    }
}
