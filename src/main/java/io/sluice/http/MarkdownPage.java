package io.sluice.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Renders a document of ours as HTML: headings can be linked to, a table's cells know their columns (on a phone they
 * stand one below the other), code can be scrolled by keyboard, and a link to a document that a node doesn't serve
 * becomes its name in brackets. The document is trusted: HTML inside of it stays.
 */
final class MarkdownPage {
    private static final List<Extension> TABLES = List.of(TablesExtension.create());

    private MarkdownPage() {}

    /** Pure. */
    static String html(String markdown) {
        Node document = Parser.builder().extensions(TABLES).build().parse(markdown);
        Columns columns = new Columns();
        document.accept(columns);
        document.accept(new DeadLinks());
        return HtmlRenderer.builder()
                .extensions(TABLES)
                .attributeProviderFactory(context -> attributes(columns.names))
                .build()
                .render(document);
    }

    private static AttributeProvider attributes(Map<Node, String> columns) {
        return (node, tag, attributes) -> {
            String column = columns.get(node);
            if (column != null && tag.equals("td")) {
                attributes.put("data-column", column);
            } else if (node instanceof Heading) {
                attributes.put("id", anchor(text(node)));
            } else if (node instanceof FencedCodeBlock && tag.equals("pre")) {
                attributes.put("tabindex", "0");
            }
        };
    }

    /** As GitHub makes one of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }

    /** What is written in it, without marks. */
    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }

    /** The name of each cell's column. */
    private static final class Columns extends AbstractVisitor {
        private final Map<Node, String> names = new HashMap<>();
        private final List<String> head = new ArrayList<>();
        private int column;

        @Override
        public void visit(CustomBlock block) {
            if (block instanceof TableBlock) {
                head.clear();
            }
            visitChildren(block);
        }

        @Override
        public void visit(CustomNode node) {
            if (!(node instanceof TableCell cell)) {
                column = 0;
                visitChildren(node);
            } else if (cell.isHeader()) {
                head.add(text(cell));
            } else {
                names.put(cell, head.get(column++));
            }
        }
    }

    /** Takes the links away that would lead to nothing here. */
    private static final class DeadLinks extends AbstractVisitor {
        @Override
        public void visit(Link link) {
            String to = link.getDestination();
            if (to.startsWith("#") || to.startsWith("/") || to.startsWith("https://")) {
                return;
            }
            for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
                link.insertBefore(child);
            }
            link.insertBefore(new Text(" (docs/" + to.split("#", 2)[0] + ")"));
            link.unlink();
        }
    }
}
