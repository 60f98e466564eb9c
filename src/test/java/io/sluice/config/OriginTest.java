package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.support.Configs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.org",
                "http://localhost:3000",
                "https://app.example.org:8443",
                "http://127.0.0.1:8080",
                "http://[::1]:5173",
                "https://xn--bcher-kva.example",
                "capacitor://localhost",
                "moz-extension://01234567-89ab-cdef-0123-456789abcdef"
            })
    void whatABrowserSendsIsAnOrigin(String text) {
        assertThat(new Origin(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "*, wildcards are not known here",
        "https://*.example.org, wildcards are not known here",
        "null, null is the origin of pages that have none",
        "https://app.example.org/, without a slash at the end",
        "https://app.example.org/page, without path",
        "app.example.org, expected scheme",
        "//app.example.org, expected scheme",
        "https://, expected scheme",
        "HTTPS://app.example.org, in lower case",
        "https://App.example.org, in lower case",
        "https://bücher.example, expected scheme",
        "https://user@app.example.org, expected scheme",
        "https://app.example.org:, perhaps a port",
        "https://app.example.org:port, perhaps a port",
        "https://app.example.org:443, browsers don't send the one that belongs to the scheme",
        "http://app.example.org:80, browsers don't send the one that belongs to the scheme",
        "'https://a.example, https://b.example', expected scheme"
    })
    void whatNoBrowserSendsIsRefusedSayingWhatToWrite(String text, String sentence) {
        assertThatThrownBy(() -> new Origin(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void everyBadOriginOfTheConfigurationIsReportedWithItsPlace() {
        JsonObject settings = Configs.least();
        JsonArray origins = new JsonArray().add("*").add("https://good.example").add("https://bad.example/");
        settings.getJsonObject("http").put("cors", new JsonObject().put("origins", origins));

        assertThatThrownBy(() -> Module.ofThisJar().configure("test", settings))
                .hasMessageContaining("http.cors.origins[0]: wildcards")
                .hasMessageContaining("http.cors.origins[2]: expected")
                .hasMessageNotContaining("origins[1]");
    }
}
