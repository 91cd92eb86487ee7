import { javaToolCommand } from '@sluice/testing-services';
import { consumerProperties, producerProperties, type ClientKind } from './client-kind.ts';

/** The programs that Kafka measures itself with. */
export const javaClient: ClientKind = {
  title: 'Kafka’s own',
  // The first line of figures is written with the first record, as joining the group took longer than the interval.
  firstLine: /^\d{4}-\d\d-\d\d /m,

  consume: ({ bootstrapServers, topic, records }) =>
    javaToolCommand('org.apache.kafka.tools.ConsumerPerformance', [
      ...['--bootstrap-server', bootstrapServers, '--topic', topic, '--num-records', String(records)],
      ...['--fetch-size', consumerProperties['max.partition.fetch.bytes']],
      ...['--show-detailed-stats', '--reporting-interval', '1000'],
      ...Object.entries(consumerProperties).flatMap(([key, value]) => [
        '--command-property',
        `${key}=${value}`,
      ]),
    ]),

  produce: ({ bootstrapServers, topic, records, payloadFile }) =>
    javaToolCommand('org.apache.kafka.tools.ProducerPerformance', [
      ...['--bootstrap-server', bootstrapServers, '--topic', topic, '--num-records', String(records)],
      ...['--payload-file', payloadFile, '--throughput', '-1', '--command-property'],
      ...Object.entries(producerProperties).map(([key, value]) => `${key}=${value}`),
    ]),
};
