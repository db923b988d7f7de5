package dev.majlis.models.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TextAssemblerTest {

    @Test
    void bytesOfAnUnfinishedCharacterAreHeldBack() {
        var text = new TextAssembler(List.of());
        byte[] letter = "م".getBytes(StandardCharsets.UTF_8);
        byte[] face = "😀".getBytes(StandardCharsets.UTF_8);

        assertThat(text.append(new byte[] {letter[0]})).isEmpty();
        assertThat(text.append(new byte[] {letter[1], face[0], face[1]})).isEqualTo("م");
        assertThat(text.append(new byte[] {face[2]})).isEmpty();
        assertThat(text.append(new byte[] {face[3]})).isEqualTo("😀");
    }

    @Test
    void bytesThatAreNoUtf8BecomeReplacementCharacters() {
        var text = new TextAssembler(List.of());

        assertThat(text.append(new byte[] {(byte) 0xFF, 'a'})).isEqualTo("\uFFFDa");
        assertThat(text.append(new byte[] {(byte) 0xC3})).isEmpty();
        assertThat(text.finish()).isEqualTo("\uFFFD");
    }

    @Test
    void thePossibleBeginningOfAStopStringIsHeldBack() {
        var text = new TextAssembler(List.of("###", "[|Human|]"));

        assertThat(append(text, "Hi ##")).isEqualTo("Hi ");
        assertThat(append(text, " no [|Hu")).isEqualTo("## no ");
        assertThat(append(text, "man|] more")).isEmpty();
        assertThat(text.stopped()).isTrue();
        assertThat(text.finish()).isEmpty();
        assertThat(text.text()).isEqualTo("Hi ## no ");
    }

    @Property(tries = 300)
    void whateverTheCutsTheTextIsWhatStandsBeforeTheFirstStop(
            @ForAll @StringLength(max = 40) @CharRange(from = 'a', to = 'c') String ascii,
            @ForAll @IntRange(min = 1, max = 5) int cut) {
        String all = ascii.replace('c', 'é');
        List<String> stops = List.of("ab", "ébé", "bbb");
        var text = new TextAssembler(stops);
        byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
        var shown = new StringBuilder();
        for (int from = 0; from < bytes.length && !text.stopped(); from += cut) {
            shown.append(text.append(java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + cut))));
        }
        shown.append(text.finish());

        int first = stops.stream()
                .mapToInt(all::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(all.length());
        assertThat(shown.toString()).isEqualTo(text.text());
        // a stop string that ends earlier may begin later: cuts decide between overlapping ones
        assertThat(all).startsWith(text.text());
        assertThat(text.text().length()).isGreaterThanOrEqualTo(first);
        assertThat(stops).noneMatch(text.text()::contains);
    }

    private static String append(TextAssembler text, String piece) {
        return text.append(piece.getBytes(StandardCharsets.UTF_8));
    }
}
