package io.sluice.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.config.ConfigException;
import io.sluice.config.Stream;
import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
    @Test
    void theStreamsThatComeWithTheProductCompile() {
        Streams streams = StreamFolder.read("classpath:streams", Path.of("."));

        Schemas schemas = Schemas.compile(streams);

        assertThat(schemas.find("playback")).isNotNull();
        assertThat(schemas.find("nginx")).isNotNull();
        assertThat(schemas.find("other")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"properties":{"a":{"format":"uri-template"}}} | schema/properties/a/format: the format isn't supported
            {"format":"idn-hostname"}                      | schema/format: the format
            {"$ref":"https://example.com/x.json"}          | schema/$ref: a $ref stays within its file
            {"$ref":"other.json#/a"}                       | schema/$ref: a $ref stays within its file
            {"items":{"$dynamicRef":"#a"}}                 | schema/items/$dynamicRef: the keyword $dynamicRef
            {"$recursiveRef":"#"}                          | schema/$recursiveRef: the keyword
            {"anyOf":[{},{"requierd":["a"]}]}              | schema/anyOf/1/requierd: unknown keyword
            {"pattern":"("}                                | schema/pattern: the pattern can't be read
            {"patternProperties":{"[":{}}}                 | schema/patternProperties/[: the pattern can't be read
            {"properties":{"a":{"$id":"http://x/"}}}       | schema/properties/a/$id: $id stands only at the top
            {"$schema":"http://json-schema.org/draft-04/schema#"} | schema/$schema: expected
            {"properties":[]}                              | schema/properties: expected an object of schemas
            {"allOf":{}}                                   | schema/allOf: expected an array of schemas
            {"not":1}                                      | schema/not: expected a schema
            {"type":"strnig"}                              | schema: can't be used
            {"minimum":"1"}                                | schema: can't be used
            {"required":"a"}                               | schema: can't be used
            {"$ref":"#"}                                   | schema: can't be used
            {"$ref":"#/definitions/none"}                  | schema/$ref: a $ref stays within its file
            {"$ref":"#name"}                               | schema/$ref: a $ref stays within its file
            {"allOf":[{"$ref":"#"}]}                       | schema: can't be used
            """)
    void whatCannotBeUsedIsRefusedWithItsPlace(String schema, String problem) {
        Streams streams = new Streams(List.of(Checks.stream(schema, null, null)));

        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> Schemas.compile(streams));

        assertThat(refused.problems()).singleElement().asString().startsWith("s.json: " + problem);
    }

    @Test
    void allProblemsOfAllStreamsAreReportedTogether() {
        Stream one = Checks.stream("{\"format\":\"x\",\"nonsense\":1}", null, null);
        Stream two = new Stream("two", "v", one.file());

        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> Schemas.compile(new Streams(List.of(one, two))));

        assertThat(refused.problems()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"properties\":{\"format\":{\"type\":\"string\"},\"$ref\":{},\"pattern\":{\"type\":\"string\"}}}",
                "{\"enum\":[{\"pattern\":\"(\",\"format\":\"x\"}],\"default\":{\"requierd\":1}}",
                "{\"x-remark\":{\"any\":1},\"$comment\":\"c\",\"title\":\"t\"}",
                "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$defs\":{\"a\":{}},\"$ref\":\"#/$defs/a\"}",
                "{\"dependencies\":{\"a\":[\"b\"],\"c\":{\"required\":[\"d\"]}}}",
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"maxItems\":2.0}",
                "{\"$id\":\"https://example.com/s.json\",\"properties\":{\"n\":{\"$ref\":\"#\"}}}"
            })
    void whatOnlyLooksLikeAKeywordIsFine(String schema) {
        Streams streams = new Streams(List.of(Checks.stream(schema, null, null)));

        assertThatNoException().isThrownBy(() -> Schemas.compile(streams));
    }
}
