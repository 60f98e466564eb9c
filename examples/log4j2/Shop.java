import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** An application that logs. It knows nothing of Sluice: log4j2.xml does. Its argument is the number of log events. */
public final class Shop {
    private static final Logger LOG = LogManager.getLogger("shop.orders");

    private Shop() {}

    public static void main(String[] arguments) {
        int number = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        for (int order = 0; order < number; order++) {
            ThreadContext.put("note", "Größe 42 – 靴");
            LOG.info("order {} is paid", order);
        }
        LOG.error("the last order failed", new IllegalStateException("card refused"));
    }
}
