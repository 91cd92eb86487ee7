import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/*
 * Kafka's own producer and consumer, told what to do by JSON lines, one answer line for each:
 *   {"do":"produce","topic":"t","properties":{...},"end":null|"commit"|"abort","records":[RECORD...]}
 *       -> {"offsets":[...]}
 *   {"do":"consume","topic":"t","properties":{...}}  everything up to the present end
 *       -> {"records":[RECORD...]}
 * RECORD: partition, offset, timestamp, timestampType, leaderEpoch, key, value, headers [[key, value]...]; keys of
 * headers are text, all other bytes are base64 or null.
 */
public class RecordExchange {
  private static final ObjectMapper json = new ObjectMapper();
  private static final Duration wait = Duration.ofMillis(200);

  public static void main(String[] args) throws Exception {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    BufferedWriter output = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      JsonNode order = json.readTree(line);
      Map<String, Object> properties = new HashMap<>();
      properties.put("bootstrap.servers", args[0]);
      order.get("properties").properties().forEach(one -> properties.put(one.getKey(), one.getValue().asText()));
      ObjectNode answer = json.createObjectNode();
      if (order.get("do").asText().equals("produce")) produce(order, properties, answer.putArray("offsets"));
      else consume(order.get("topic").asText(), properties, answer.putArray("records"));
      output.write(json.writeValueAsString(answer));
      output.newLine();
    }
    output.flush();
  }

  private static void produce(JsonNode order, Map<String, Object> properties, ArrayNode offsets) throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    JsonNode end = order.get("end");
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, bytes, bytes)) {
      if (!end.isNull()) {
        producer.initTransactions();
        producer.beginTransaction();
      }
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (JsonNode one : order.get("records")) sent.add(producer.send(record(order.get("topic").asText(), one)));
      producer.flush();
      for (Future<RecordMetadata> future : sent) offsets.add(future.get().offset());
      if (end.asText().equals("commit")) producer.commitTransaction();
      if (end.asText().equals("abort")) producer.abortTransaction();
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, JsonNode one) throws IOException {
    JsonNode timestamp = one.get("timestamp");
    Long timestampMs = timestamp.isNull() ? null : (Long) timestamp.asLong();
    int partition = one.get("partition").asInt();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, timestampMs, bytes(one.get("key")), bytes(one.get("value")));
    for (JsonNode header : one.get("headers")) record.headers().add(header.get(0).asText(), bytes(header.get(1)));
    return record;
  }

  private static void consume(String topic, Map<String, Object> properties, ArrayNode records) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, bytes, bytes)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream().map(one -> new TopicPartition(topic, one.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) records.add(describe(record));
      }
    }
  }

  private static ObjectNode describe(ConsumerRecord<byte[], byte[]> record) {
    ObjectNode one = json.createObjectNode();
    one.put("partition", record.partition());
    one.put("offset", record.offset());
    one.put("timestamp", record.timestamp());
    one.put("timestampType", record.timestampType().name());
    one.put("leaderEpoch", record.leaderEpoch().orElse(-1));
    one.put("key", text(record.key()));
    one.put("value", text(record.value()));
    ArrayNode headers = one.putArray("headers");
    for (Header header : record.headers()) headers.addArray().add(header.key()).add(text(header.value()));
    return one;
  }

  private static byte[] bytes(JsonNode base64) {
    return base64.isNull() ? null : Base64.getDecoder().decode(base64.asText());
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }
}
