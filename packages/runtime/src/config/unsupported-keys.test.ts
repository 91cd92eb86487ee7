import { describe, expect, it } from 'vitest';
import { unsupportedIssues } from './unsupported-keys.ts';

describe('settings that this version does not have', () => {
  it('are refused where they would change what happens to records', () => {
    const sink = { 'errors.deadletterqueue.topic.name': 'letters' };
    expect(unsupportedIssues('sink', sink)).toEqual([
      {
        key: 'errors.deadletterqueue.topic.name',
        message:
          'Dead letter queues are not supported by this version; remove errors.deadletterqueue.topic.name',
      },
    ]);
  });

  it('are let pass where they change nothing', () => {
    expect(unsupportedIssues('sink', { 'errors.deadletterqueue.topic.name': ' ' })).toEqual([]);
    expect(unsupportedIssues('source', { 'topic.creation.default.partitions': '6' })).toEqual([]);
  });
});
