import { ConnectError, type SinkOffsetChange } from '@sluice/connect-api';
import type { Admin, KafkaError } from '@sluice/kafka-client';
import type { OffsetAccess, PlannedChange } from './offset-access.ts';
import type { ConnectorOffset } from './offset-json.ts';
import { stillBusy } from './offset-errors.ts';
import { formatSinkOffset, parseSinkWish, type SinkOffsetWish } from './sink-offset-plan.ts';

/** What is asked of Kafka about the offsets of consumer groups. */
export interface OffsetsAdmin {
  readonly groups: Pick<Admin['groups'], 'offsets' | 'alterOffsets' | 'deleteOffsets' | 'delete'>;
  readonly partitions: Pick<Admin['partitions'], 'findOffsets'>;
  close(): Promise<void>;
}

export interface SinkOffsetAccessParts {
  readonly connector: string;
  readonly groupId: string;
  readonly admin: OffsetsAdmin;
}

export type SinkOffsetPlan = PlannedChange<SinkOffsetChange>;

/** What brokers answer to who would change offsets of a group that has members. */
const busyErrors = new Set(['UNKNOWN_MEMBER_ID', 'GROUP_SUBSCRIBED_TO_TOPIC', 'NON_EMPTY_GROUP']);

/** The offsets of a sink: those that its consumer group has committed. */
export class SinkOffsetAccess implements OffsetAccess<SinkOffsetPlan> {
  readonly #parts: SinkOffsetAccessParts;

  constructor(parts: SinkOffsetAccessParts) {
    this.#parts = parts;
  }

  async list(): Promise<ConnectorOffset[]> {
    const committed = await this.#committed('Failed to retrieve consumer group offsets for sink connector');
    return committed.map(({ topic, partition, offset }) => formatSinkOffset({ topic, partition }, offset));
  }

  async plan(request: readonly ConnectorOffset[]): Promise<SinkOffsetPlan[]> {
    const wishes = request.map(parseSinkWish);
    const last = [...new Map(wishes.map((wish) => [idOf(wish), wish])).values()];
    const found = await this.#findTimes(last);
    return last.map((wish) => {
      const { topic, partition, to } = wish;
      const offset = typeof to === 'object' && to !== null ? (found.get(idOf(wish)) as number) : to;
      return { id: idOf(wish), change: { topic, partition, offset } };
    });
  }

  async planReset(): Promise<SinkOffsetPlan[]> {
    const committed = await this.#committed(
      'Failed to list offsets prior to resetting offsets for sink connector',
    );
    return committed.map(({ topic, partition }) => {
      const place = { topic, partition };
      return { id: idOf(place), change: { ...place, offset: null } };
    });
  }

  async alter(plans: readonly SinkOffsetPlan[]): Promise<void> {
    const { connector, groupId, admin } = this.#parts;
    const changes = plans.map(({ change }) => change);
    const values = changes.filter(isValue);
    const negative = values.find(({ offset }) => offset < 0);
    if (negative !== undefined) {
      const { topic, partition, offset } = negative;
      const reason = new Error(`the offset of ${topic}-${partition} is ${offset}, which is negative`);
      throw this.#failed(`Failed to modify offsets for sink connector ${connector}`, reason);
    }
    const nulls = changes.filter((change) => !isValue(change));
    const results = await this.#asked(
      `Failed to alter consumer group offsets for connector ${connector}`,
      () =>
        Promise.all([
          values.length === 0 ? [] : admin.groups.alterOffsets(groupId, values),
          nulls.length === 0 ? [] : admin.groups.deleteOffsets(groupId, nulls),
        ]),
    );
    const failure = results.flat().find(({ result }) => result !== null)?.result;
    if (failure instanceof Error) throw this.#notChanged('alter', failure);
  }

  /** With the group goes all that it has, also of topics that it does not read any more. */
  async reset(): Promise<void> {
    const { connector, groupId, admin } = this.#parts;
    const what = `Failed to reset consumer group offsets for sink connector ${connector}`;
    const outcomes = await this.#asked(what, () => admin.groups.delete([groupId]));
    const outcome = outcomes.get(groupId);
    if (!(outcome instanceof Error) || outcome.errorName === 'GROUP_ID_NOT_FOUND') return;
    throw this.#notChanged('reset', outcome);
  }

  close(): Promise<void> {
    return this.#parts.admin.close();
  }

  async #committed(what: string): Promise<{ topic: string; partition: number; offset: number }[]> {
    const { connector, groupId, admin } = this.#parts;
    const failure = `${what} ${connector}`;
    const outcomes = await this.#asked(failure, () => admin.groups.offsets([{ groupId }]));
    const outcome = outcomes.get(groupId) ?? [];
    if (outcome instanceof Error) {
      if (outcome.errorName === 'GROUP_ID_NOT_FOUND') return [];
      throw this.#failed(failure, outcome);
    }
    const committed = outcome.map(({ topic, partition, result }) => {
      if (result instanceof Error) throw this.#failed(failure, result);
      return { topic, partition, offset: result?.offset ?? null };
    });
    return committed
      .filter((one): one is typeof one & { offset: number } => one.offset !== null)
      .sort((one, other) => compare(one.topic, other.topic) || one.partition - other.partition);
  }

  /** The offsets of the first records that are not older; the end of a partition where all are. */
  async #findTimes(wishes: readonly SinkOffsetWish[]): Promise<ReadonlyMap<string, number>> {
    const timed = wishes.flatMap(({ topic, partition, to }) =>
      typeof to === 'object' && to !== null ? [{ topic, partition, at: to }] : [],
    );
    if (timed.length === 0) return new Map();
    const young = await this.#find(timed);
    const ends = timed.filter((query) => young.get(idOf(query)) === null).map(atEnd);
    const all = [...young, ...(ends.length === 0 ? [] : await this.#find(ends))];
    return new Map(all.map(([id, offset]) => [id, offset ?? 0]));
  }

  async #find(
    queries: Parameters<OffsetsAdmin['partitions']['findOffsets']>[0],
  ): Promise<ReadonlyMap<string, number | null>> {
    const what = `Failed to find offsets by timestamps for sink connector ${this.#parts.connector}`;
    const found = await this.#asked(what, () => this.#parts.admin.partitions.findOffsets(queries));
    const offsets = found.map(({ topic, partition, result }) => {
      if (result instanceof Error) throw this.#failed(what, result);
      return [idOf({ topic, partition }), result.offset] as const;
    });
    return new Map(offsets);
  }

  async #asked<T>(what: string, question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (cause) {
      throw this.#failed(what, cause as Error);
    }
  }

  #notChanged(action: 'alter' | 'reset', cause: KafkaError): ConnectError {
    const { connector } = this.#parts;
    if (busyErrors.has(cause.errorName)) return stillBusy(connector, action, cause);
    const kind = action === 'alter' ? 'connector' : 'sink connector';
    return this.#failed(`Failed to ${action} consumer group offsets for ${kind} ${connector}`, cause);
  }

  #failed(message: string, cause: Error): ConnectError {
    return new ConnectError(`${message}: ${cause.message}`, { code: 'OFFSETS_NOT_MODIFIED', cause });
  }
}

function isValue(change: SinkOffsetChange): change is SinkOffsetChange & { readonly offset: number } {
  return change.offset !== null;
}

function atEnd({ topic, partition }: { readonly topic: string; readonly partition: number }) {
  return { topic, partition, at: 'latest' } as const;
}

function idOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}-${partition}`;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
