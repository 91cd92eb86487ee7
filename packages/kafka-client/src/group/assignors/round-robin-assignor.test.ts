import { describe, expect, it } from 'vitest';
import { readable, recordedGroups } from './fixtures/recorded-groups.ts';
import { roundRobinAssignor } from './round-robin-assignor.ts';

const recorded = recordedGroups('round-robin-assignments.json');

describe('the round robin assignor', () => {
  it('divides 150 groups as Java does', () => {
    expect(recorded).toHaveLength(150);
    for (const { topics, subscribers, assignment } of recorded)
      expect(readable(roundRobinAssignor.assign(topics, subscribers))).toEqual(assignment);
  });
});
