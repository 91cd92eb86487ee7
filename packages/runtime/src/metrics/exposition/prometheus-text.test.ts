import { describe, expect, it } from 'vitest';
import { labelText, PrometheusText } from './prometheus-text.ts';

describe('the text format of Prometheus', () => {
  it('has the lines of a family together, whenever they come', () => {
    const text = new PrometheusText();
    const a = { name: 'a', type: 'counter', help: 'A.' } as const;
    text.add(a, labelText({ x: '1' }), 1);
    text.add({ name: 'b', type: 'gauge', help: 'B.' }, labelText({}), 2.5);
    text.add(a, labelText({ x: '2' }), 3);
    expect(String(text)).toBe(
      '# HELP a A.\n# TYPE a counter\na{x="1"} 1\na{x="2"} 3\n# HELP b B.\n# TYPE b gauge\nb 2.5\n',
    );
  });

  it('escapes what would end a label or a line', () => {
    const text = new PrometheusText();
    text.add({ name: 'a', type: 'gauge', help: 'C:\\n"x"\nend' }, labelText({ l: 'C:\\n"x"\nend' }), 0);
    expect(String(text)).toBe('# HELP a C:\\\\n"x"\\nend\n# TYPE a gauge\na{l="C:\\\\n\\"x\\"\\nend"} 0\n');
  });

  it('writes what is no number as Prometheus does', () => {
    const text = new PrometheusText();
    for (const value of [Number.NaN, Infinity, -Infinity, 1e21]) {
      text.add({ name: 'a', type: 'gauge', help: '' }, '', value);
    }
    expect(String(text).split('\n').slice(2, 6)).toEqual(['a NaN', 'a +Inf', 'a -Inf', 'a 1e+21']);
  });

  it('adds up the buckets of a histogram', () => {
    const text = new PrometheusText();
    const histogram = { counts: [1, 0, 2], sum: 12, bounds: [1, 2] };
    text.addHistogram({ name: 'h', type: 'histogram', help: 'H.' }, labelText({ c: 'x' }), histogram);
    expect(String(text).split('\n').slice(2, -1)).toEqual([
      'h_bucket{c="x",le="1"} 1',
      'h_bucket{c="x",le="2"} 1',
      'h_bucket{c="x",le="+Inf"} 3',
      'h_sum{c="x"} 12',
      'h_count{c="x"} 3',
    ]);
  });

  it('adds up those of one without labels', () => {
    const text = new PrometheusText();
    text.addHistogram({ name: 'h', type: 'histogram', help: 'H.' }, '', {
      counts: [1, 1],
      sum: 3,
      bounds: [1],
    });
    expect(String(text).split('\n').slice(2, -1)).toEqual([
      'h_bucket{le="1"} 1',
      'h_bucket{le="+Inf"} 2',
      'h_sum 3',
      'h_count 2',
    ]);
  });
});
