import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatPartition } from '../topic-partition.ts';
import { assignRanges, type Subscriber } from './range-assignor.ts';

interface Recorded {
  readonly partitions: Readonly<Record<string, number>>;
  readonly subscribers: readonly Subscriber[];
  readonly assignment: Readonly<Record<string, readonly string[]>>;
}

// What RangeAssignor of Kafka 4.3.0 gave for random groups.
const recorded = JSON.parse(
  readFileSync(new URL('fixtures/range-assignments.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

describe('the range assignor', () => {
  it.each(recorded.map((one, index) => ({ ...one, index })))(
    'divides group $index as Java does',
    ({ partitions, subscribers, assignment }) => {
      const divided = assignRanges(new Map(Object.entries(partitions)), subscribers);
      const readable = [...divided].map(([memberId, list]) => [memberId, list.map(formatPartition).sort()]);
      expect(Object.fromEntries(readable)).toEqual(assignment);
    },
  );

  it('gives nothing of a topic that nobody wants', () => {
    const subscribers = [{ memberId: 'a', groupInstanceId: null, topics: [] }];
    expect(assignRanges(new Map([['t', 3]]), subscribers)).toEqual(new Map([['a', []]]));
  });
});
