package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DevConfigTest {
    private static final String HTTP = "http://127.0.0.1:8080";

    @Test
    void theStreamsOfTheProductAreGreetedWithALineToCopy() {
        String steps = DevConfig.firstSteps(Path.of("conf/streams"), HTTP, "--url postgresql://a ");

        assertThat(steps)
                .contains("curl -i http://127.0.0.1:8080/v1/logs/playback ", " sql --url postgresql://a \"select ");
    }

    @Test
    void aFolderWithoutPlaybackIsNotGreetedWithALineThatIsAnswered404() {
        String steps = DevConfig.firstSteps(Path.of("examples/streams"), HTTP, "");

        assertThat(steps)
                .contains("http://127.0.0.1:8080/v1/logs/STREAM", "examples/streams")
                .doesNotContain("playback");
    }
}
