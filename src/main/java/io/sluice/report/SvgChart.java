package io.sluice.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws bars or lines of a result's first rows, as SVG that stands in a page. Pure. */
final class SvgChart {
    private static final int MOST_BARS = 40;
    private static final int MOST_POINTS = 400;
    private static final int WIDTH = 900;
    private static final int HEIGHT = 280;
    private static final int LEFT = 70;
    private static final int BOTTOM = 50;
    private static final int TOP = 24;
    /** Told apart also by people who don't see red or green, and in print. */
    private static final List<String> COLOURS = List.of("#0b6bcb", "#c2540a", "#3d7a2e", "#8a3ffc");

    private final List<String> labels = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final boolean bars;

    private SvgChart(boolean bars) {
        this.bars = bars;
    }

    /** The drawing; empty where there is none to draw, as when a column isn't in the result. */
    static String of(JsonObject chart, List<String> columns, JsonArray rows) {
        String kind = chart.getString("kind", "none");
        int label = columns.indexOf(chart.getString("label", ""));
        List<Integer> wanted = chart.getJsonArray("values", new JsonArray()).stream()
                .map(value -> columns.indexOf(value.toString()))
                .filter(index -> index >= 0)
                .limit(COLOURS.size())
                .toList();
        if (kind.equals("none") || label < 0 || wanted.isEmpty() || rows.isEmpty()) {
            return "";
        }
        SvgChart drawn = new SvgChart(kind.equals("bar"));
        wanted.forEach(index -> drawn.names.add(columns.get(index)));
        drawn.read(rows, label, wanted);
        return drawn.svg();
    }

    /** Rows with the same label are one point: their numbers are added. */
    private void read(JsonArray rows, int label, List<Integer> wanted) {
        Set<String> seen = new LinkedHashSet<>();
        for (Object row : rows) {
            JsonArray cells = (JsonArray) row;
            String name = HtmlPage.plain(cells.getValue(label));
            if (seen.add(name)) {
                if (labels.size() == (bars ? MOST_BARS : MOST_POINTS)) {
                    return;
                }
                labels.add(name);
                values.add(new double[wanted.size()]);
            }
            double[] at = values.get(labels.indexOf(name));
            for (int i = 0; i < at.length; i++) {
                at[i] += number(cells.getValue(wanted.get(i)));
            }
        }
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    private String svg() {
        double most =
                values.stream().flatMapToDouble(java.util.Arrays::stream).max().orElse(0);
        double top = most <= 0 ? 1 : most;
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 "
                + WIDTH + ' ' + HEIGHT + "\" width=\"" + WIDTH + "\" font-size=\"11\" fill=\"currentColor\"><title>"
                + HtmlPage.escaped(String.join(", ", names)) + "</title>");
        for (int i = 0; i <= 4; i++) {
            double y = y(top * i / 4, top);
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"currentColor\" stroke-opacity=\".2\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT,
                    y,
                    WIDTH,
                    LEFT - 6,
                    y + 4,
                    figure(top * i / 4)));
        }
        for (int series = 0; series < names.size(); series++) {
            svg.append(bars ? bars(series, top) : line(series, top));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"12\" fill=\"%s\">%s</text>",
                    LEFT + series * 180,
                    COLOURS.get(series),
                    HtmlPage.escaped(names.get(series))));
        }
        return svg.append(labels()).append("</svg>\n").toString();
    }

    private String bars(int series, double top) {
        double wide = (WIDTH - LEFT) / (double) labels.size();
        double one = wide * 0.8 / names.size();
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            double value = Math.max(0, values.get(i)[series]);
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s: %s</title></rect>",
                    LEFT + i * wide + wide * 0.1 + series * one,
                    y(value, top),
                    one,
                    y(0, top) - y(value, top),
                    COLOURS.get(series),
                    HtmlPage.escaped(labels.get(i)),
                    figure(value)));
        }
        return svg.toString();
    }

    private String line(int series, double top) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y(Math.max(0, values.get(i)[series]), top)));
        }
        return "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + COLOURS.get(series) + "\" points=\""
                + points.toString().trim() + "\"/>";
    }

    /** As many as can be read beside each other. */
    private String labels() {
        int each = Math.max(1, (labels.size() + 11) / 12);
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i < labels.size(); i += each) {
            String label = labels.get(i);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(i),
                    HEIGHT - BOTTOM + 18,
                    HtmlPage.escaped(label.matches("\\d{4}-\\d\\d-\\d\\dT.*") ? label.substring(11, 16) : cut(label))));
        }
        return svg.toString();
    }

    private static String cut(String label) {
        return label.length() > 12 ? label.substring(0, 11) + '…' : label;
    }

    private double x(int index) {
        double wide = (WIDTH - LEFT) / (double) labels.size();
        return LEFT + (index + 0.5) * wide;
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
    }

    private static String figure(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.1f", value);
    }
}
