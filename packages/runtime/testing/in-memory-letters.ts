import { DeadLetterQueue, type Posted } from '../src/dead-letters/dead-letter-queue.ts';
import { InMemoryAdmin } from './in-memory-admin.ts';
import { InMemoryLog } from './in-memory-log.ts';
import type { InMemoryProducer } from './in-memory-producer.ts';

/** The dead letters of the task `c-0`, with context, written by this producer to its topic `letters`. */
export function lettersTo(producer: InMemoryProducer<Posted>, admin = new InMemoryAdmin()): DeadLetterQueue {
  return new DeadLetterQueue({
    connector: 'c',
    task: 0,
    topic: { name: 'letters', replicationFactor: 1 },
    withContext: true,
    createAdmin: () => Promise.resolve(admin),
    createProducer: () => Promise.resolve(producer),
    log: new InMemoryLog(),
  });
}
