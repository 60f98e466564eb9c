package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTest {
    private record Fake(String name, boolean changes, Function<Arguments, Future<JsonObject>> body)
            implements Operation {
        @Override
        public Set<String> takes() {
            return Set.of("count", "all", "ids");
        }

        @Override
        public Future<JsonObject> run(Arguments arguments, String who) {
            return body.apply(arguments);
        }
    }

    private static final Future<JsonObject> DONE = Future.succeededFuture(new JsonObject().put("done", true));

    private static Admin admin(boolean changes, Function<Arguments, Future<JsonObject>> body) {
        return new Admin(List.of(new Fake("fake", changes, body)));
    }

    private static Future<AdminAnswer> ask(Admin admin, String operation, boolean mayChange, String arguments) {
        return admin.answer(new AdminQuestion(operation, "anna", mayChange, Buffer.buffer(arguments)));
    }

    private static Failure failure(Future<AdminAnswer> answer) {
        return SluiceException.of(answer.cause()).failure();
    }

    @Test
    void anOperationIsFoundByItsName() {
        Future<AdminAnswer> answer = ask(admin(true, arguments -> DONE), "fake", true, "{}");

        assertThat(new JsonObject(answer.result().json()).getBoolean("done")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "other, true, {}, UNKNOWN_OPERATION",
        "fake, false, {}, METHOD_NOT_ALLOWED",
        "fake, true, [], INVALID_ARGUMENT",
        "fake, true, {\"colour\":1}, INVALID_ARGUMENT"
    })
    void whatCantBeAskedIsRefused(String operation, boolean mayChange, String arguments, Failure expected) {
        Future<AdminAnswer> answer = ask(admin(true, done -> DONE), operation, mayChange, arguments);

        assertThat(failure(answer)).isEqualTo(expected);
    }

    @Test
    void aServerThatFailsIsUnavailableAndADefectIsInternal() {
        Admin away =
                admin(false, arguments -> Future.failedFuture(new PipelineException(new VertxException("closed"))));
        Admin defect = admin(false, arguments -> Future.failedFuture(new IllegalStateException("defect")));

        assertThat(failure(ask(away, "fake", false, "{}"))).isEqualTo(Failure.UNAVAILABLE);
        assertThat(failure(ask(defect, "fake", false, "{}"))).isEqualTo(Failure.INTERNAL);
    }

    @Test
    void onlySomeRunAtOnce() {
        Promise<JsonObject> running = Promise.promise();
        Admin admin = admin(false, arguments -> running.future());
        for (int i = 0; i < 4; i++) {
            assertThat(ask(admin, "fake", false, "{}").isComplete()).isFalse();
        }

        assertThat(failure(ask(admin, "fake", false, "{}"))).isEqualTo(Failure.OVERLOADED);

        running.complete(new JsonObject());
        assertThat(ask(admin, "fake", false, "{}").succeeded()).isTrue();
    }

    @Test
    void argumentsAreReadFromTextsAndFromJson() {
        Arguments query = new Arguments(
                new JsonObject().put("count", "7").put("all", "true").put("ids", "3"));
        Arguments body =
                new Arguments(new JsonObject().put("count", 7).put("all", true).put("ids", new JsonArray().add(3)));

        for (Arguments arguments : List.of(query, body)) {
            assertThat(arguments.number("count", 1, 9, 5)).isEqualTo(7);
            assertThat(arguments.flag("all")).isTrue();
            assertThat(arguments.numbers("ids", 1, 9)).containsExactly(3L);
        }
        assertThat(query.number("other", 1, 9, 5)).isEqualTo(5);
        assertThat(query.flag("other")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "10", "0", "1.5", "true", "{}"})
    void aNumberOutOfBoundsIsNamed(String value) {
        Arguments arguments = new Arguments(new JsonObject("{\"count\":" + value + "}"));

        assertThatThrownBy(() -> arguments.number("count", 1, 9, 5))
                .hasMessage("the argument count is expected as a whole number from 1 to 9");
    }

    @Test
    void aTimeOrAFlagThatIsNoneIsNamed() {
        Arguments arguments = new Arguments(new JsonObject().put("all", "yes").put("count", "yesterday"));

        assertThatThrownBy(() -> arguments.flag("all")).hasMessageContaining("all is expected as true or false");
        assertThatThrownBy(() -> arguments.time("count")).hasMessageContaining("count is expected as a time like");
    }
}
