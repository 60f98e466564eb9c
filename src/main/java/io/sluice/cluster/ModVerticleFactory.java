package io.sluice.cluster;

import io.sluice.config.Module;
import io.vertx.core.Deployable;
import io.vertx.core.Promise;
import io.vertx.core.spi.VerticleFactory;
import java.util.concurrent.Callable;

/**
 * Makes the verticle of a name like {@code mod:.} (this module) or {@code mod:io.sluice~sluice~0.1.0}: the main verticle
 * that mod.json names. Deploying by name is what Vert.x's high availability can repeat on another node.
 */
public final class ModVerticleFactory implements VerticleFactory {
    /** The name under which this module's root verticle is deployed. */
    public static final String THIS_MODULE = "mod:.";

    @Override
    public String prefix() {
        return "mod";
    }

    @Override
    public void createVerticle2(
            String verticleName, ClassLoader classLoader, Promise<Callable<? extends Deployable>> promise) {
        Module module = Module.ofThisJar();
        if (!isThisModule(verticleName)) {
            promise.fail(notHere(verticleName));
            return;
        }
        promise.complete(() -> (Deployable)
                classLoader.loadClass(module.main()).getDeclaredConstructor().newInstance());
    }

    /** Whether a name with the prefix means the module of this jar. */
    public static boolean isThisModule(String verticleName) {
        String wanted = VerticleFactory.removePrefix(verticleName);
        return wanted.equals(".") || wanted.equals(Module.ofThisJar().name());
    }

    /** Why another one can't be run. */
    public static String notHere(String verticleName) {
        return "there is no module " + VerticleFactory.removePrefix(verticleName) + " here; this is "
                + Module.ofThisJar().name() + ", or mod:. for short";
    }
}
