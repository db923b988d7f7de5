package dev.majlis.jaischat;

import java.util.Map;

/**
 * What tokens cost, by model; a model without a price is free.
 *
 * @param prices by catalog name
 */
public record PriceTable(Map<String, Price> prices) {
    public PriceTable {
        prices = Map.copyOf(prices);
    }

    /** Millionths of the currency for 1,000 tokens. */
    public record Price(long promptMicros, long completionMicros) {}

    /** Rounded up. */
    public long cost(String model, long promptTokens, long completionTokens) {
        Price price = prices.get(model);
        if (price == null) {
            return 0;
        }
        long thousandths = promptTokens * price.promptMicros() + completionTokens * price.completionMicros();
        return (thousandths + 999) / 1000;
    }
}
