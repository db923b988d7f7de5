package dev.majlis.cappy.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.cappy.evaluate.HeadRoom;

/**
 * What is left to gain by choosing better; Rouge-L F, 0 to 1, means over the choices.
 *
 * @param choices how many
 * @param first of the first candidates
 * @param chosen of the chosen ones
 * @param oracle of the best ones
 * @param headRoom oracle − chosen
 */
public record HeadRoomAnswer(
        long choices, double first, double chosen, double oracle, @JsonProperty("head_room") double headRoom) {

    static HeadRoomAnswer of(HeadRoom sums) {
        double choices = Math.max(1, sums.choices());
        return new HeadRoomAnswer(
                sums.choices(), sums.first() / choices, sums.chosen() / choices, sums.oracle() / choices, sums.gap());
    }
}
