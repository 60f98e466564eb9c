package io.sluice.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the topic of the origin's stack, which counts on a broker that makes topics by itself. Arguments: servers, name, partitions. */
public final class MakeTopic {
    private MakeTopic() {}

    public static void main(String[] args) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
            NewTopic topic = new NewTopic(args[1], Optional.of(Integer.valueOf(args[2])), Optional.empty());
            admin.createTopics(List.of(topic)).all().get();
        }
    }
}
