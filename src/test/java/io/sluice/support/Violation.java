package io.sluice.support;

import java.util.List;

/** A demand that doesn't hold: its name, how often, and a few examples. */
public record Violation(String demand, long count, List<String> examples) {
    private static final int EXAMPLES = 5;

    public static final String MISSING = "missing";
    public static final String DOUBLED = "doubled";
    public static final String INVENTED = "invented";
    public static final String PAYLOAD = "payload";
    public static final String TROUBLE = "trouble";
    public static final String BALANCE = "balance";
    public static final String DRAINED = "drained";

    public Violation {
        examples = List.copyOf(examples.subList(0, Math.min(EXAMPLES, examples.size())));
    }

    static List<Violation> unless(List<String> findings, String demand) {
        return findings.isEmpty() ? List.of() : List.of(new Violation(demand, findings.size(), findings));
    }

    @Override
    public String toString() {
        return demand + " " + count + ", like " + examples;
    }
}
