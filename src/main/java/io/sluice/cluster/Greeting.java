package io.sluice.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import io.sluice.message.Address;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members of a cluster say hello to each other over the event bus. A question and its answer take a connection each way,
 * so an answer means that each end takes the other's certificate.
 */
final class Greeting {
    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** Longer than a hung member stays in the cluster, and than one that starts at the same time is without an address. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Under which vertx-hazelcast keeps a member's id on the bus. */
    private static final String NODE_ID = "__vertx.nodeId";

    private final Vertx vertx;
    private final HazelcastInstance hazelcast;
    private final String self;

    Greeting(Vertx vertx, HazelcastClusterManager cluster) {
        this.vertx = vertx;
        this.hazelcast = cluster.getHazelcastInstance();
        this.self = cluster.getNodeId();
    }

    /**
     * Answers the others from now on, and asks each whether it answers; one that joins later is asked, too, and told of in
     * the log when it doesn't.
     *
     * @return fails when this node isn't heard, with a sentence for an operator
     */
    Future<Void> exchange() {
        return inOrder(() -> vertx.eventBus()
                .consumer(Address.HELLO.at(self), question -> question.reply(null))
                .completion()
                .onSuccess(registered -> hazelcast.getCluster().addMembershipListener(new Newcomers()))
                .compose(registered -> ask(this::others))
                .compose(this::verdict));
    }

    /** On one context: what is noted of the answers is not thread-safe. */
    private <T> Future<T> inOrder(Supplier<Future<T>> steps) {
        return Turn.on(vertx.getOrCreateContext(), steps);
    }

    private Future<Void> verdict(Hearing hearing) {
        Map<String, String> others = others();
        if (!hearing.isRefused(others.keySet())) {
            return Future.succeededFuture();
        }
        return Future.failedFuture("on the event bus nothing comes back from " + addresses(hearing, others)
                + ", of the cluster " + hazelcast.getConfig().getClusterName()
                + ": is this node without a certificate of their authority (cluster.tls), or can't they reach its"
                + " -cluster-host?");
    }

    private static String addresses(Hearing hearing, Map<String, String> others) {
        return hearing.silentAmong(others.keySet()).stream().map(others::get).collect(Collectors.joining(", "));
    }

    /** Asks those who are there, again and again, until each has answered or the time is over. */
    private Future<Hearing> ask(Supplier<Map<String, String>> whom) {
        return round(whom, new Hearing(), System.nanoTime() + PATIENCE.toNanos());
    }

    private Future<Hearing> round(Supplier<Map<String, String>> whom, Hearing hearing, long end) {
        return Future.join(hearing.open(whom.get().keySet()).stream()
                        .map(member -> hello(member, hearing))
                        .toList())
                .compose(asked -> hearing.open(whom.get().keySet()).isEmpty() || System.nanoTime() - end >= 0
                        ? Future.succeededFuture(hearing)
                        : vertx.timer(PAUSE.toMillis()).compose(paused -> round(whom, hearing, end)));
    }

    private Future<Void> hello(String member, Hearing hearing) {
        return vertx.eventBus()
                .request(Address.HELLO.at(member), null, new DeliveryOptions().setSendTimeout(ANSWER.toMillis()))
                .onSuccess(answer -> hearing.heard(member))
                .<Void>mapEmpty()
                .recover(failure -> {
                    if (!isNotYetThere(failure)) {
                        hearing.silent(member);
                    }
                    return Future.succeededFuture();
                });
    }

    private static boolean isNotYetThere(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    /** The other members that have a bus: their ids on it, and their addresses for people. */
    private Map<String, String> others() {
        return hazelcast.getCluster().getMembers().stream()
                .filter(member -> member.getAttribute(NODE_ID) != null)
                .filter(member -> !member.localMember())
                .collect(Collectors.toMap(member -> member.getAttribute(NODE_ID), Greeting::address));
    }

    private static String address(Member member) {
        return member.getAddress().getHost() + ':' + member.getAddress().getPort();
    }

    /** Hazelcast calls it on a thread of its own. */
    private final class Newcomers implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {
            String id = event.getMember().getAttribute(NODE_ID);
            if (id != null) {
                inOrder(() ->
                        ask(() -> present(id)).onSuccess(hearing -> tell(hearing, id, address(event.getMember()))));
            }
        }

        private Map<String, String> present(String id) {
            String address = others().get(id);
            return address == null ? Map.of() : Map.of(id, address);
        }

        private void tell(Hearing hearing, String id, String address) {
            if (hearing.isRefused(Set.of(id))) {
                LOG.atWarn()
                        .addKeyValue("member", address)
                        .log("a member of the cluster doesn't answer on the event bus, so it gets no work; is it"
                                + " without a certificate of this cluster's authority?");
            }
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            // It is no longer among those who are asked.
        }
    }
}
