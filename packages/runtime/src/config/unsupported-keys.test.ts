import { describe, expect, it } from 'vitest';
import { unsupportedIssues } from './unsupported-keys.ts';

const keysOf = (config: Record<string, string | null>, worker: Record<string, string> = {}): string[] =>
  unsupportedIssues('source', config, worker).map(({ key }) => key);

describe('settings that this version does not have', () => {
  it('are refused where they would change what happens to records', () => {
    const issues = unsupportedIssues('source', { 'topic.creation.default.partitions': '6' }, {});
    expect(issues).toEqual([
      {
        key: 'topic.creation.default.partitions',
        message:
          'Creating topics with settings of their own is not supported by this version; remove topic.creation.default.partitions',
      },
    ]);
    const sink = { 'errors.deadletterqueue.topic.name': 'letters' };
    expect(unsupportedIssues('sink', sink, {})).toEqual([
      {
        key: 'errors.deadletterqueue.topic.name',
        message:
          'Dead letter queues are not supported by this version; remove errors.deadletterqueue.topic.name',
      },
    ]);
  });

  it('are let pass where they change nothing', () => {
    expect(keysOf({ 'topic.creation.groups': ' ', 'exactly.once.support': 'required' })).toEqual([]);
    expect(unsupportedIssues('sink', { 'errors.deadletterqueue.topic.name': ' ' }, {})).toEqual([]);
    const worker = { 'topic.creation.enable': 'false' };
    expect(keysOf({ 'topic.creation.default.partitions': '6' }, worker)).toEqual([]);
    expect(unsupportedIssues('sink', { 'topic.creation.default.partitions': '6' }, {})).toEqual([]);
  });
});
