package io.sluice.support;

import java.io.StringWriter;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** The records of all loggers, as lines of the jar's own layout, until it is closed. */
public final class CapturedLog implements AutoCloseable {
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig root = context.getConfiguration().getRootLogger();
    private final StringWriter written = new StringWriter();

    public CapturedLog() {
        StringLayout layout =
                (StringLayout) context.getConfiguration().getAppender("console").getLayout();
        Appender appender = WriterAppender.createAppender(layout, null, written, "captured", false, true);
        appender.start();
        root.addAppender(appender, null, null);
    }

    /** What a logger has written, by the last part of its name. */
    public List<String> linesOf(String logger) {
        return written.toString()
                .lines()
                .filter(line -> line.contains(" INFO  " + logger + " "))
                .toList();
    }

    public String text() {
        return written.toString();
    }

    @Override
    public void close() {
        root.removeAppender("captured");
    }
}
