import { expect, it } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import { parseProducerSettings } from '../settings/producer-settings.ts';
import { Producer } from './producer.ts';

it('the partition of a key is that of the default partitioner, whatever the producer uses itself', async () => {
  const broker = await LogBroker.start({ wide: 6 });
  const { settings } = parseProducerSettings({
    'bootstrap.servers': broker.script.address,
    'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner',
  });
  const producer = new Producer(settings);
  try {
    await producer.prepare('wide');
    // By Java's Utils.murmur2: -973932308 for "21"; the sign bit is dropped.
    expect(producer.partitionOfKey('wide', Buffer.from('21'))).toBe((-973_932_308 & 0x7fff_ffff) % 6);
    expect(() => producer.partitionOfKey('other', Buffer.from('21'))).toThrow('other is not prepared');
  } finally {
    await producer.close(0);
    await broker.stop();
  }
});
