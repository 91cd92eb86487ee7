import type { Admin } from '@sluice/kafka-client';
import type { OffsetsAdmin } from '../src/herder/offsets/sink-offset-access.ts';

type Groups = OffsetsAdmin['groups'];
type Outcome = Awaited<ReturnType<Groups['alterOffsets']>>[number]['result'];

/** Consumer groups without members, and the offsets they have; by `topic-partition`. */
export class InMemoryGroups implements OffsetsAdmin {
  readonly offsetsOf = new Map<string, Map<string, number>>();
  /** What is refused next, whatever it is. */
  failure: Outcome = null;
  /** How many were opened and not closed. */
  open = 0;

  readonly groups: Groups = {
    offsets: (asked) =>
      Promise.resolve(
        new Map(
          asked.map(({ groupId }) => [
            groupId,
            [...(this.offsetsOf.get(groupId) ?? [])].map(([key, offset]) => ({
              ...placeOf(key),
              result: { offset, metadata: '', leaderEpoch: null },
            })),
          ]),
        ),
      ),
    alterOffsets: (groupId, offsets) => {
      const group = this.offsetsOf.get(groupId) ?? new Map<string, number>();
      this.offsetsOf.set(groupId, group);
      const { failure } = this;
      if (failure === null) for (const one of offsets) group.set(`${one.topic}-${one.partition}`, one.offset);
      return Promise.resolve(offsets.map(({ topic, partition }) => ({ topic, partition, result: failure })));
    },
    deleteOffsets: (groupId, partitions) => {
      const { failure } = this;
      for (const { topic, partition } of partitions) {
        if (failure === null) this.offsetsOf.get(groupId)?.delete(`${topic}-${partition}`);
      }
      return Promise.resolve(partitions.map((one) => ({ ...one, result: failure })));
    },
    delete: (groupIds) => {
      const { failure } = this;
      if (failure === null) for (const groupId of groupIds) this.offsetsOf.delete(groupId);
      return Promise.resolve(new Map(groupIds.map((groupId) => [groupId, failure])));
    },
  };

  /** Every partition ends at 100, and has a record for each of the milliseconds from 0 to 99. */
  readonly partitions: Pick<Admin['partitions'], 'findOffsets'> = {
    findOffsets: (queries) =>
      Promise.resolve(
        queries.map(({ topic, partition, at }) => ({
          topic,
          partition,
          result: { offset: offsetAt(at), timestampMs: null, leaderEpoch: null },
        })),
      ),
  };

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function offsetAt(at: Parameters<Admin['partitions']['findOffsets']>[0][number]['at']): number | null {
  if (typeof at === 'string') return 100;
  return at.timestampMs < 100 ? at.timestampMs : null;
}

function placeOf(key: string): { topic: string; partition: number } {
  const dash = key.lastIndexOf('-');
  return { topic: key.slice(0, dash), partition: Number(key.slice(dash + 1)) };
}
