package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        String text = new Table("service", "port")
                .row("gateway", "8080")
                .row("a", "1")
                .text();

        assertThat(text.lines()).containsExactly("service  port  ", "gateway  8080  ", "a        1");
    }
}
