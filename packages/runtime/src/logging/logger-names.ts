/**
 * The names by which parts of a worker log. They are those of Java's classes with the same work, so that whoever sets
 * their levels sets ours. Plugins log under the names of their own classes.
 */
export const loggerNames = {
  worker: 'org.apache.kafka.connect.runtime.Worker',
  connector: 'org.apache.kafka.connect.runtime.WorkerConnector',
  sourceTask: 'org.apache.kafka.connect.runtime.WorkerSourceTask',
  sinkTask: 'org.apache.kafka.connect.runtime.WorkerSinkTask',
  errors: 'org.apache.kafka.connect.runtime.errors.LogReporter',
  herder: 'org.apache.kafka.connect.runtime.AbstractHerder',
  rest: 'org.apache.kafka.connect.runtime.rest.RestServer',
  offsets: 'org.apache.kafka.connect.storage.OffsetStorageWriter',
  producer: 'org.apache.kafka.clients.producer.KafkaProducer',
  consumer: 'org.apache.kafka.clients.consumer.KafkaConsumer',
  admin: 'org.apache.kafka.clients.admin.KafkaAdminClient',
} as const;

export const rootLogger = 'root';
