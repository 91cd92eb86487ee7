import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordedGroups, readable } from './fixtures/recorded-groups.ts';
import { rangeAssignor } from './range-assignor.ts';

interface WithoutRacks {
  readonly partitions: Readonly<Record<string, number>>;
  readonly subscribers: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly topics: readonly string[];
  }[];
  readonly assignment: Readonly<Record<string, readonly string[]>>;
}

// What RangeAssignor of Kafka 4.3.0 gave for random groups.
const withoutRacks = JSON.parse(
  readFileSync(new URL('fixtures/range-assignments.json', import.meta.url), 'utf8'),
) as readonly WithoutRacks[];
const withRacks = recordedGroups('range-with-racks.json');

describe('the range assignor', () => {
  it.each(withoutRacks.map((one, index) => ({ ...one, index })))(
    'divides group $index as Java does',
    ({ partitions, subscribers, assignment }) => {
      const topics = Object.entries(partitions).map(([topic, count]) => [
        topic,
        Array.from({ length: count }, () => []),
      ]);
      const members = subscribers.map((one) => ({ ...one, owned: [], generationId: -1, rackId: null }));
      const division = rangeAssignor.assign(new Map(topics as [string, string[][]][]), members);
      expect(readable(division)).toEqual(assignment);
    },
  );

  it('divides groups with racks as Java does', () => {
    expect(withRacks.filter(({ subscribers }) => subscribers.some(({ rackId }) => rackId)).length).toBe(97);
    for (const { topics, subscribers, assignment } of withRacks)
      expect(readable(rangeAssignor.assign(topics, subscribers))).toEqual(assignment);
  });

  it('gives nothing of a topic that nobody wants', () => {
    const subscriber = {
      memberId: 'a',
      groupInstanceId: null,
      topics: [],
      owned: [],
      generationId: -1,
      rackId: null,
    };
    expect(rangeAssignor.assign(new Map([['t', [[], []]]]), [subscriber])).toEqual(new Map([['a', []]]));
  });
});
