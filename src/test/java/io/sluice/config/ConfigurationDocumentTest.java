package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.MarkdownTable;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** docs/configuration.md, mod.json and the records tell the same. */
class ConfigurationDocumentTest {
    @Test
    void theDocumentListsEveryKeyWithItsDefaultAndNoOther() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        MarkdownTable.rows(Path.of("docs/configuration.md"))
                .forEach(row -> documented.put(row.get(0), row.get(1).replace(", ", ",")));

        assertThat(documented).isEqualTo(new TreeMap<>(keysWithDefaults()));
    }

    private static Map<String, String> keysWithDefaults() {
        Map<String, String> keys = new LinkedHashMap<>();
        collect(SluiceConfig.class, "", Module.ofThisJar().defaults(), keys);
        return keys;
    }

    private static void collect(Class<?> type, String path, JsonObject defaults, Map<String, String> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = path + component.getName();
            Class<?> inner = component.getType();
            if (inner.isRecord() && inner != ByteSize.class) {
                collect(inner, key + '.', defaults.getJsonObject(component.getName(), new JsonObject()), keys);
            } else {
                boolean needed = !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
                keys.put(key, text(defaults.getValue(component.getName()), needed));
            }
        }
    }

    private static String text(Object value, boolean needed) {
        if (value == null) {
            return needed ? "required" : "none";
        }
        return value instanceof String text ? text : Json.encode(value);
    }
}
