import { describe, expect, it } from 'vitest';
import { clusterSettingsOf } from './cluster-settings.ts';

describe('what the workers of a cluster have in common', () => {
  it.each([
    [undefined, false],
    ['disabled', false],
    ['preparing', false],
    ['enabled', true],
    [' ENABLED ', true],
  ])(
    'with exactly.once.source.support=%s is that tasks write in transactions: %s',
    (support, isExactlyOnce) => {
      const worker = {
        'group.id': 'g',
        ...(support === undefined ? {} : { 'exactly.once.source.support': support }),
      };
      expect(clusterSettingsOf(worker)).toEqual({ groupId: 'g', isExactlyOnce });
    },
  );
});
