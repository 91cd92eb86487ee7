import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.AppInfoParser;

/** Creates two topics, writes into one, and copies what is committed of it into the other, exactly once. */
public class OldClients {
  public static void main(String[] args) throws Exception {
    String servers = args[0];
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) servers))) {
      admin.createTopics(List.of(new NewTopic("old-source", 2, (short) 1), new NewTopic("old-target", 1, (short) 1)))
          .all().get();
    }
    try (KafkaProducer<String, String> producer = producer(servers, "old-writer")) {
      producer.beginTransaction();
      for (int i = 0; i < 100; i++) producer.send(new ProducerRecord<>("old-source", i % 2, null, "record " + i));
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("old-source", 0, null, "aborted"));
      producer.flush();
      producer.abortTransaction();
    }
    copy(servers);
    System.out.println(AppInfoParser.getVersion() + " copied");
  }

  static KafkaProducer<String, String> producer(String servers, String id) {
    Properties config = new Properties();
    config.put("bootstrap.servers", servers);
    config.put("transactional.id", id);
    config.put("compression.type", "lz4");
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    producer.initTransactions();
    return producer;
  }

  static void copy(String servers) {
    Properties config = new Properties();
    config.put("bootstrap.servers", servers);
    config.put("group.id", "old-group");
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", "false");
    config.put("isolation.level", "read_committed");
    config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    try (KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        KafkaProducer<String, String> producer = producer(servers, "old-copier")) {
      consumer.subscribe(List.of("old-source"));
      for (int copied = 0; copied < 100; ) {
        var records = consumer.poll(Duration.ofSeconds(1));
        if (records.isEmpty()) continue;
        producer.beginTransaction();
        for (var record : records) producer.send(new ProducerRecord<>("old-target", record.value()));
        Map<TopicPartition, OffsetAndMetadata> offsets = new java.util.HashMap<>();
        for (var partition : records.partitions()) {
          offsets.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        copied += records.count();
      }
    }
  }
}
