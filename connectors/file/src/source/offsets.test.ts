import { ConnectError, type SourceOffset, type SourcePartition } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { checkOffsets } from './offsets.ts';

const config = { file: '/tmp/in.txt' };
const partition = { filename: '/tmp/in.txt' };

function check(offset: SourceOffset | null, of: SourcePartition | null = partition): boolean {
  return checkOffsets(config, [{ partition: of, offset }]);
}

describe('offsets that a user changes', () => {
  it.each<[string, SourceOffset | null, SourcePartition | null]>([
    ['zero', { position: 0 }, partition],
    ['a large integer', { position: 10n }, partition],
    ['for another file and with more in them', { position: 5, more: 'x' }, { filename: 'another', more: 1 }],
    ['reset', null, partition],
    ['reset for no partition', null, null],
    ['reset for a partition that makes no sense', null, { nonsense: true }],
  ])('may be %s', (_, offset, of) => {
    expect(check(offset, of)).toBe(true);
  });

  it.each<[string, SourceOffset, SourcePartition | null]>([
    ["Offset objects should either be null or contain the key 'position'", {}, null],
    [
      "The value for the 'position' key in the offset is expected to be a Long value",
      { position: 'x' },
      null,
    ],
    [
      "The value for the 'position' key in the offset is expected to be a Long value",
      { position: null },
      null,
    ],
    [
      "The value for the 'position' key in the offset is expected to be a Long value",
      { position: 1.5 },
      null,
    ],
    ["The value for the 'position' key in the offset should be a non-negative value", { position: -1 }, null],
    ['Partition objects cannot be null', { position: 1 }, null],
    ["Partition objects should contain the key 'filename'", { position: 1 }, { file: 'x' }],
  ])('are refused: %s', (message, offset, of) => {
    expect(() => check(offset, of)).toThrow(new ConnectError(message, { code: 'OFFSETS_CHANGE_REJECTED' }));
  });

  it.each([{}, { file: '' }])('cannot be stored for standard input', (unconfigured) => {
    expect(() => checkOffsets(unconfigured, [{ partition, offset: null }])).toThrow(
      "Offsets cannot be modified if the 'file' configuration is unspecified. This is because stdin is used for input and offsets are not tracked.",
    );
  });
});
