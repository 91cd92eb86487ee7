import { describe, expect, it } from 'vitest';
import { metricGroups } from './all-groups.ts';

const unitsInNames: Readonly<Record<string, string>> = {
  milliseconds: 'ms',
  bytes: 'bytes',
  seconds: 'seconds',
};

describe('the declared metrics', () => {
  it('have ids of their own, and no group declares a metric of another', () => {
    const ids = metricGroups.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const names = metricGroups.flatMap(({ domain, name, tags, metrics }) =>
      Object.keys(metrics).map((metric) => `${domain}:${name}(${tags.join()}) ${metric}`),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('are each explained in a sentence, and named for their unit', () => {
    for (const { doc, metrics } of metricGroups) {
      expect(doc).toMatch(/\.$/);
      for (const [name, { doc: metricDoc, unit }] of Object.entries(metrics)) {
        expect(metricDoc).toMatch(/\.$/);
        expect(name).toMatch(new RegExp(unitsInNames[unit] ?? ''));
      }
    }
  });
});
