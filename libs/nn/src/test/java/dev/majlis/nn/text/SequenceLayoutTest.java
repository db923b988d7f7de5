package dev.majlis.nn.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.nn.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** cappy.md §8 row 2: the layout of a pair, and what is cut. */
class SequenceLayoutTest {
    private static final TokenizerFile TOKENIZER = TokenizerFile.open(Golden.ROBERTA.resolve("tokenizer.json"));

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    @Test
    void laysOutPairsExactlyAsTheReferenceDoes() {
        var layout = new SequenceLayout(TOKENIZER, 128);
        int compared = 0;

        for (JsonNode row : Golden.rows("roberta-tiny-regression")) {
            String response = row.path("response").asText();
            // the reference's call for one pair takes an empty response for none and lays out a single text
            if (!response.isEmpty()) {
                assertThat(layout.pair(row.path("instruction").asText(), response, Overflow.TRUNCATE_LONGEST, 0)
                                .ids())
                        .containsExactly(Golden.ints(row.path("ids")));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(13);
    }

    @Test
    void keepsAFiveTokenResponseBesideASixHundredTokenInstruction() {
        int[] word = TOKENIZER.tokenize(" word");
        String instruction = " word".repeat(600 / word.length);
        String response = "a".concat(" a".repeat(4));
        int[] b = TOKENIZER.tokenize(response);
        int a = TOKENIZER.tokenize(instruction).length;

        TokenSequence pair =
                new SequenceLayout(TOKENIZER, 512).pair(instruction, response, Overflow.TRUNCATE_LONGEST, 0);

        assertThat(pair.length()).isEqualTo(512);
        assertThat(pair.truncated()).isEqualTo(a + b.length + 4 - 512);
        assertThat(Arrays.copyOfRange(pair.ids(), 511 - b.length, 511)).containsExactly(b);
        assertThat(pair.ids()[511]).isEqualTo(2);
    }

    @Test
    void dropsTheInstructionsHeadWhenAskedTo() {
        var layout = new SequenceLayout(TOKENIZER, 12);
        int[] a = TOKENIZER.tokenize("Sort the words: pear apple fig");

        int[] ids = layout.pair("Sort the words: pear apple fig", "a", Overflow.TRUNCATE_INSTRUCTION_HEAD, 0)
                .ids();

        int kept = 12 - 4 - 1;
        assertThat(Arrays.copyOfRange(ids, 1, 1 + kept))
                .containsExactly(Arrays.copyOfRange(a, a.length - kept, a.length));
    }

    @Test
    void laysOutAnEmptyResponse() {
        int[] ids = new SequenceLayout(TOKENIZER, 128)
                .pair("a", "", Overflow.TRUNCATE_LONGEST, 0)
                .ids();

        assertThat(ids).startsWith(0).endsWith(2, 2, 2);
    }
}
