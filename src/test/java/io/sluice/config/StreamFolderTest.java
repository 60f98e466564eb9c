package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamFolderTest {
    private static final String GOOD = "{\"partitions\":2,\"schema\":{},\"columns\":[],\"replay\":\"1d\"%s}";

    @TempDir
    private Path folder;

    @Test
    void theTwoStreamsOfTheProductAreThere() {
        Streams streams = StreamFolder.read("classpath:streams", Path.of(""));

        assertThat(streams.all()).extracting(Stream::name).containsExactly("nginx", "playback");
        assertThat(streams.find("nginx").file().time())
                .isEqualTo(new Stream.Time(new JsonPointer("/timestamp"), Stream.TimeFormat.EPOCH_MILLIS));
        assertThat(streams.find("elsewhere")).isNull();
    }

    @Test
    void theStreamsOfTheProductAreTheFilesThatThePomPacks() throws IOException {
        try (var files = Files.list(Path.of("conf/streams"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(StreamFolder.STREAMS_OF_THE_PRODUCT);
        }
    }

    @Test
    void aFolderIsRelativeToItsBase() throws IOException {
        Files.writeString(folder.resolve("clicks.json"), GOOD.formatted(""));

        Streams streams = StreamFolder.read(".", folder);

        assertThat(streams.find("clicks").version()).matches("[0-9a-f]{12}");
    }

    @Test
    void everyProblemOfEveryFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("a.json"), GOOD.formatted(",\"id\":\"no pointer\""));
        Files.writeString(folder.resolve("b.json"), "{");
        Files.writeString(folder.resolve("Bad-Name.json"), GOOD.formatted(""));
        Files.writeString(folder.resolve("c.json"), GOOD.formatted(",\"shema\":{}"));

        assertThatThrownBy(() -> StreamFolder.read(".", folder))
                .hasMessageContaining("a.json: id: expected a JSON pointer")
                .hasMessageContaining("b.json: not JSON: Unexpected end-of-input")
                .hasMessageContaining("line 1, column 2")
                .hasMessageContaining("Bad-Name.json: a stream's name")
                .hasMessageContaining("c.json: shema: unknown key");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> StreamFolder.read("nowhere", folder)).hasMessageContaining("nowhere");
    }
}
