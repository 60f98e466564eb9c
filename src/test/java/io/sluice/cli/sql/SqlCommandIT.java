package io.sluice.cli.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Ran;
import io.sluice.support.PostgresFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqlCommandIT {
    @RegisterExtension
    static final PostgresFixture POSTGRES = new PostgresFixture();

    @BeforeAll
    static void makeATable() {
        POSTGRES.execute("create table t (id int, at timestamptz, payload jsonb, ok boolean, amount numeric)");
        POSTGRES.execute("insert into t values (1, '2026-11-21 01:02:03.5+02', '{\"a\": [1, 2]}', true, 1.50)");
        POSTGRES.execute("grant select, insert on t to sluice_reader");
    }

    @Test
    void printsATable() {
        Result result = sql("select id, at, payload, ok, amount, null as nothing from t");

        assertThat(result.ran().err()).isEmpty();
        assertThat(result.ran().exitCode()).isZero();
        assertThat(result.out()).isEqualTo("""
                id  at                        payload      ok    amount  nothing
                --  ------------------------  -----------  ----  ------  -------
                 1  2026-11-20T23:02:03.500Z  {"a":[1,2]}  true    1.50  ∅
                (1 row)
                """);
    }

    @Test
    void printsJsonWhoseValuesKeepTheirTypes() {
        Result result = sql("--format", "json", "select * from t");

        assertThat(new JsonArray(result.out()).getJsonObject(0))
                .isEqualTo(new JsonObject("{\"id\":1,\"at\":\"2026-11-20T23:02:03.500Z\","
                        + "\"payload\":{\"a\":[1,2]},\"ok\":true,\"amount\":1.50}"));
        assertThat(result.out()).contains("1.50");
    }

    @Test
    void readsTheStatementFromStandardInput() {
        Result result = sql("--format", "csv", "-");

        assertThat(result.out()).isEqualTo("from_input\r\n1\r\n");
    }

    @Test
    void aTableEndsAtItsLimitAndSaysSo() {
        Result result = sql("--limit", "3", "select generate_series(1, 100000) n");

        assertThat(result.out().lines()).hasSize(6);
        assertThat(result.out()).contains("(the first 3 rows; --limit shows more");
    }

    @Test
    void aLargeResultComesWholeInPortions() {
        Result result = sql("--format", "ndjson", "select n, repeat('x', 300) x from generate_series(1, 50000) n");

        assertThat(result.out().lines()).hasSize(50_000).last().asString().startsWith("{\"n\":50000,");
    }

    @Test
    @Timeout(60)
    void anEndlessResultEndsWhenNobodyReadsItAnyMore() {
        OutputStream closedPipe = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        };
        SqlCommand command = new SqlCommand(InputStream.nullInputStream(), closedPipe, Path.of("absent.json"));

        Ran ran = Ran.command(command, "--url", reader(), "--format", "csv", "select generate_series(1, 1000000000) n");

        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void nothingCanBeWrittenEvenWhereTheRoleMay() {
        Result result = sql("insert into t values (2)");

        assertThat(result.ran().exitCode()).isEqualTo(1);
        assertThat(result.ran().err()).contains("read-only transaction (25006)");
        assertThat(POSTGRES.query("select count(*) from t")).containsExactly(List.of("1"));
    }

    @Test
    void aStatementAfterACommitIsReadOnlyToo() {
        Result result = sql("commit; insert into t values (2)");

        assertThat(result.ran().exitCode()).isEqualTo(1);
        assertThat(result.ran().err()).contains("(25006)");
    }

    @Test
    void anErrorOfPostgresqlIsOneLineWithItsPlace() {
        Result result = sql("select id,\n nope from t");

        assertThat(result.ran().exitCode()).isEqualTo(1);
        assertThat(result.ran().err())
                .isEqualTo("error: column \"nope\" does not exist (42703), at line 2, column 2\n");
    }

    @Test
    void aWrongPasswordOrDatabaseNamesRoleAndPlace() {
        Result result =
                run("--url", "postgresql://sluice_reader:sluice@" + place().replaceAll("/.*", "/absent"), "select 1");

        assertThat(result.ran().exitCode()).isEqualTo(1);
        assertThat(result.ran().err()).contains("\"absent\" does not exist");
    }

    private record Result(Ran ran, String out) {}

    private static String place() {
        return POSTGRES.url().substring("postgresql://".length());
    }

    private static String reader() {
        return "postgresql://sluice_reader:sluice@" + place();
    }

    private static Result sql(String... args) {
        List<String> all = new ArrayList<>(List.of("--url", reader()));
        all.addAll(List.of(args));
        return run(all.toArray(String[]::new));
    }

    private static Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream("select 1 as from_input".getBytes(UTF_8));
        Ran ran = Ran.command(new SqlCommand(in, out, Path.of("absent.json")), args);
        return new Result(ran, out.toString(UTF_8));
    }
}
