package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void says_what_to_do_when_no_database_is_named() {
        Ran ran = sql("select 1");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("There is no development node here", "--conf conf/sluice.json", "--url");
    }

    @Test
    void tells_in_one_line_that_the_server_is_away_and_which_one() {
        Ran ran = sql("--url", "postgresql://ann:secret@127.0.0.1:1/db", "select 1");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err())
                .startsWith("error: ")
                .contains("ann at 127.0.0.1:1/db")
                .doesNotContain("secret");
    }

    @Test
    void help_tells_options_formats_exit_codes_and_examples() {
        Ran ran = sql("--help");

        assertThat(ran.out()).contains("table, csv, json, ndjson", "Default: 1000", "Exit codes:", "Examples:");
    }

    @Test
    void a_url_is_taken_apart_and_its_login_decoded() {
        ReaderLogin login = ReaderLogin.ofUrl("postgresql://a%40b:p%3Aw+d@db.example.com/logs");

        assertThat(login).isEqualTo(new ReaderLogin("db.example.com:5432/logs", "a@b", "p:w+d"));
        assertThat(login.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example.com:5432/logs");
        assertThat(login).asString().doesNotContain("p:w");
    }

    @Test
    void a_url_that_is_none_is_refused_without_printing_its_password() {
        assertThatThrownBy(() -> ReaderLogin.ofUrl("mysql://ann:secret@h/db"))
                .hasMessageContaining("expected postgresql://")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> ReaderLogin.ofUrl("postgresql://ann:sec ret@h/db"))
                .hasMessageContaining("expected postgresql://")
                .hasMessageNotContaining("ret@");
    }

    @Test
    void the_development_nodes_reader_is_the_default() throws IOException {
        Path servers = Files.writeString(
                folder.resolve("dev.json"), "{\"reader\":\"postgresql://sluice_reader:sluice@127.0.0.1:5433/sluice\"}");

        ReaderLogin login = ReaderLogin.ofDevelopment(servers);

        assertThat(login).isEqualTo(new ReaderLogin("127.0.0.1:5433/sluice", "sluice_reader", "sluice"));
    }

    @Test
    void a_configuration_names_the_database_and_its_reader() throws IOException {
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
    void the_place_of_an_error_is_told_by_line_and_column() {
        assertThat(SqlErrorText.place("select 1,\n  nope", 13)).isEqualTo("line 2, column 3");
        assertThat(SqlErrorText.place("select nope", 8)).isEqualTo("line 1, column 8");
    }

    private Ran sql(String... args) {
        SqlCommand command =
                new SqlCommand(InputStream.nullInputStream(), new ByteArrayOutputStream(), folder.resolve("dev.json"));
        return Ran.command(command, args);
    }
}
