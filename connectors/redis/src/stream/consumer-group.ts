import type { Reply } from '../connection/command.ts';
import { answerCode, ServerAnswer } from '../connection/redis-fault.ts';
import type { RedisConnection } from '../connection/redis-connection.ts';
import type { StreamEntry } from './entry-records.ts';
import type { StreamSettings } from './stream-settings.ts';

/** The most ids that one `XACK` has. */
const maxIds = 1000;

/** The consumer group of a stream. */
export class ConsumerGroup {
  readonly #settings: StreamSettings;
  readonly #connection: Pick<RedisConnection, 'link'>;

  constructor(settings: StreamSettings, connection: Pick<RedisConnection, 'link'>) {
    this.#settings = settings;
    this.#connection = connection;
  }

  /** Makes the group, and the stream, where they are not there. Resolves to whether it did. */
  async ensure(startId: string): Promise<boolean> {
    const { stream, group } = this.#settings;
    try {
      await this.#send(['XGROUP', 'CREATE', stream, group, startId, 'MKSTREAM']);
      return true;
    } catch (error) {
      if (error instanceof ServerAnswer && answerCode(error) === 'BUSYGROUP') return false;
      throw error;
    }
  }

  /** Entries that nobody was given yet; waits for a while when there are none. */
  readNew(consumer: string): Promise<StreamEntry[]> {
    const { blockMs, isAtMostOnce } = this.#settings;
    const noAck = isAtMostOnce ? ['NOACK'] : [];
    return this.#read(consumer, ['BLOCK', String(blockMs), ...noAck], '>');
  }

  /** Entries after an id that this consumer was given and has not acknowledged. */
  readPending(consumer: string, afterId: string): Promise<StreamEntry[]> {
    return this.#read(consumer, [], afterId);
  }

  async acknowledge(ids: readonly string[]): Promise<void> {
    const { stream, group } = this.#settings;
    for (let from = 0; from < ids.length; from += maxIds) {
      await this.#send(['XACK', stream, group, ...ids.slice(from, from + maxIds)]);
    }
  }

  /** The consumers that have entries which they did not acknowledge. */
  async consumersWithPending(): Promise<string[]> {
    const { stream, group } = this.#settings;
    const [, , , consumers] = (await this.#send(['XPENDING', stream, group])) as readonly Reply[];
    return ((consumers ?? []) as readonly (readonly Reply[])[]).map(([name]) => String(name));
  }

  async #read(consumer: string, options: readonly string[], id: string): Promise<StreamEntry[]> {
    const { stream, group, batchSize } = this.#settings;
    const count = ['COUNT', String(batchSize)];
    const args = ['XREADGROUP', 'GROUP', group, consumer, ...count, ...options, 'STREAMS', stream, id];
    const answer = await (await this.#connection.link()).sendForBytes(stream, args);
    if (answer === null) return [];
    const [first] = answer as readonly (readonly Reply[])[];
    const entries = (first?.[1] ?? []) as readonly (readonly [Buffer, readonly Buffer[] | null])[];
    return entries.map(([entryId, fields]) => ({ id: entryId.toString('latin1'), fields }));
  }

  async #send(args: readonly string[]): Promise<Reply> {
    return (await this.#connection.link()).send(this.#settings.stream, args);
  }
}
