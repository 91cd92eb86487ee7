import { describe, expect, it } from 'vitest';
import { compareVersions, parseVersionRange } from './version-range.ts';

describe('a range of versions', () => {
  it.each([
    ['[1.0,2.0)', '1.0', true],
    ['[1.0,2.0)', '1.9.9', true],
    ['[1.0,2.0)', '2.0', false],
    ['(1.0,2.0]', '1.0', false],
    ['(1.0,2.0]', '2.0', true],
    ['(,1.5]', '0.1', true],
    ['(,1.5]', '1.6', false],
    ['[2.0,)', '10.0', true],
    ['[2.0,)', '2.0-SNAPSHOT', false],
    ['[1.2]', '1.2', true],
    ['[1.2]', '1.2.0', true],
    ['[1.2]', '1.3', false],
    ['4.3.0', '4.3.0', true],
    ['4.3.0', '4.3.1', false],
    [' [ 1.0 , 1.5 ) , [1.9,2.0) ', '1.95', true],
    ['[1.0,1.5),[1.9,2.0)', '1.7', false],
  ])('%s holds of %s: %s', (range, version, expected) => {
    expect(parseVersionRange(range)?.includes(version)).toBe(expected);
  });

  it.each(['[1.0', '1.0]', '[1,2,3]', '[1.0,2.0),', 'x,y', '[1.0)(2.0]'])('is none: %s', (text) => {
    expect(parseVersionRange(text)).toBeNull();
  });

  it('shows a version by itself as the range of just that', () => {
    expect(String(parseVersionRange('9.9'))).toBe('[9.9,9.9]');
    expect(String(parseVersionRange('[1.2]'))).toBe('[1.2,1.2]');
    expect(String(parseVersionRange(' [1, 2) , (3,)'))).toBe('[1,2),(3,)');
  });
});

describe('versions', () => {
  it('are in the order in which they come out', () => {
    const ordered = [
      '1.0-alpha1',
      '1.0-beta',
      '1.0-rc1',
      '1.0-SNAPSHOT',
      '1.0',
      '1.0-sp',
      '1.0-x',
      '1.2',
      '1.10',
    ];
    expect(ordered.toReversed().toSorted(compareVersions)).toEqual(ordered);
  });
});
