package dev.majlis.cappy.evaluate;

/**
 * How much a perfect choice would have gained: Rouge-L of the best candidate minus that of the chosen one, over many choices.
 *
 * @param choices how many
 * @param chosen sum of Rouge-L F of the chosen candidates
 * @param oracle sum of the best candidates'
 * @param first sum of the first candidates'
 */
public record HeadRoom(long choices, double chosen, double oracle, double first) {
    /** Before any choice. */
    public static final HeadRoom NONE = new HeadRoom(0, 0, 0, 0);

    public HeadRoom plus(HeadRoom other) {
        return new HeadRoom(choices + other.choices, chosen + other.chosen, oracle + other.oracle, first + other.first);
    }

    /** Mean of oracle − chosen, 0 to 1; 0 before any choice. */
    public double gap() {
        return choices == 0 ? 0 : (oracle - chosen) / choices;
    }
}
