package dev.majlis.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeadersTest {

    @Test
    void readsAnIdempotencyKeyWithAndWithoutQuotes() {
        assertThat(IdempotencyKey.parse("abc-1")).contains("abc-1");
        assertThat(IdempotencyKey.parse("\"a \\\"b\\\" c\"")).contains("a \"b\" c");
        assertThat(IdempotencyKey.parse(null)).isEmpty();
        assertThat(IdempotencyKey.parse("k".repeat(255))).isPresent();
    }

    @Test
    void refusesAnIdempotencyKeyThatIsEmptyTooLongOrBroken() {
        assertThatThrownBy(() -> IdempotencyKey.parse("\"\""))
                .hasMessageContaining("must have 1 to 255 characters, got 0");
        assertThatThrownBy(() -> IdempotencyKey.parse("k".repeat(256))).hasMessageContaining("got 256");
        assertThatThrownBy(() -> IdempotencyKey.parse("\"open")).hasMessageContaining("no closing quote");
        assertThatThrownBy(() -> IdempotencyKey.parse("kl\u00fcg")).hasMessageContaining("printable ASCII");
    }

    @Test
    void readsPreferencesForAJob() {
        assertThat(Preference.parse("respond-async")).contains(new Preference(Duration.ZERO));
        assertThat(Preference.parse("respond-async, wait=5")).contains(new Preference(Duration.ofSeconds(5)));
        assertThat(Preference.parse("wait=9999")).contains(new Preference(Duration.ofSeconds(60)));
        assertThat(Preference.parse("return=minimal")).isEmpty();
        assertThat(Preference.parse(null)).isEmpty();
    }
}
