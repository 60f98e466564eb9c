package io.sluice.cluster;

import com.hazelcast.config.Config;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's cluster manager on Hazelcast, which tells us too who comes and who leaves, and before it tells Vert.x's high
 * availability: that takes its time.
 */
public final class Members extends HazelcastClusterManager implements Membership {
    private volatile Consumer<String> came = member -> {};
    private volatile Consumer<String> left = member -> {};
    private volatile @Nullable NodeListener other;

    /** @param config Hazelcast's */
    public Members(Config config) {
        super(config);
        super.nodeListener(new NodeListener() {
            @Override
            public void nodeAdded(String member) {
                came.accept(member);
                NodeListener also = other;
                if (also != null) {
                    also.nodeAdded(member);
                }
            }

            @Override
            public void nodeLeft(String member) {
                left.accept(member);
                NodeListener also = other;
                if (also != null) {
                    also.nodeLeft(member);
                }
            }
        });
    }

    /** Vert.x's own. */
    @Override
    public void nodeListener(NodeListener listener) {
        other = listener;
    }

    @Override
    public String id() {
        return getNodeId();
    }

    @Override
    public void listen(Consumer<String> onCame, Consumer<String> onLeft) {
        came = onCame;
        left = onLeft;
    }

    @Override
    public boolean isSafe() {
        return getHazelcastInstance().getPartitionService().isClusterSafe();
    }
}
