import { expect, it } from 'vitest';
import { InMemoryAdmin, kafkaError } from '../../testing/in-memory-admin.ts';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import { ensureTopic } from './dead-letter-topic.ts';

const topic = { name: 'letters', replicationFactor: 3 };
const ensured = (admin: InMemoryAdmin): Promise<void> => ensureTopic(admin, topic, new InMemoryLog());

it('creates the topic for dead letters with one partition, and only where it is missing', async () => {
  const admin = new InMemoryAdmin();
  await ensured(admin);
  await ensured(admin);
  expect(admin.created).toEqual([{ name: 'letters', partitions: 1, replicationFactor: 3 }]);
});

it('tries to create a topic that may not be seen', async () => {
  const admin = new InMemoryAdmin(['letters']);
  admin.errors.describe = kafkaError('TOPIC_AUTHORIZATION_FAILED');
  await ensured(admin);
  expect(admin.created).toHaveLength(1);
});

it('is content when another task was faster', async () => {
  const admin = new InMemoryAdmin();
  admin.errors.create = kafkaError('TOPIC_ALREADY_EXISTS');
  await expect(ensured(admin)).resolves.toBeUndefined();
});

it.each([
  ['create', kafkaError('INVALID_REPLICATION_FACTOR', 'too few brokers')],
  ['describe', kafkaError('REQUEST_TIMED_OUT', 'nobody answers')],
] as const)('says which topic it is about when brokers refuse to %s it', async (call, error) => {
  const admin = new InMemoryAdmin();
  admin.errors[call] = error;
  await expect(ensured(admin)).rejects.toMatchObject({
    message: 'Could not initialize dead letter queue with topic=letters',
    code: 'DEAD_LETTERS_UNAVAILABLE',
    cause: error,
  });
});
