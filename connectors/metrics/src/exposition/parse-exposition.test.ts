import { describe, expect, it } from 'vitest';
import { parseExposition, type ExpositionFormat } from './parse-exposition.ts';

/** Each family as its name, type and unit, with its lines. */
function read(text: string, format: ExpositionFormat = 'prometheus') {
  return parseExposition(text, format).map(({ name, type, unit, samples }) => ({
    family: [name, type, unit],
    samples: samples.map((sample) => [
      sample.name,
      Object.fromEntries(sample.labels),
      sample.value,
      sample.timestampMs,
    ]),
  }));
}

describe('the text of an endpoint', () => {
  it('has families with types, labels, values and times', () => {
    const text = [
      '# HELP http_requests_total Requests.',
      '# TYPE http_requests_total counter',
      'http_requests_total{method="post",code="200"} 1027 1395066363000',
      'http_requests_total{method="post",code="400",}    3',
      '',
      '# A comment of nobody.',
      'msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="no \\"x\\"\\nfound"} 1.458255915e9',
      'metric_without_labels 12.47',
      'something_weird{problem="division by zero"} +Inf -3982045',
      'nothing NaN\r',
      '',
    ].join('\n');
    expect(read(text)).toEqual([
      {
        family: ['http_requests_total', 'counter', null],
        samples: [
          ['http_requests_total', { code: '200', method: 'post' }, 1027, 1395066363000],
          ['http_requests_total', { code: '400', method: 'post' }, 3, null],
        ],
      },
      {
        family: ['msdos_file_access_time_seconds', 'unknown', null],
        samples: [
          [
            'msdos_file_access_time_seconds',
            { error: 'no "x"\nfound', path: 'C:\\DIR\\FILE.TXT' },
            1458255915,
            null,
          ],
        ],
      },
      {
        family: ['metric_without_labels', 'unknown', null],
        samples: [['metric_without_labels', {}, 12.47, null]],
      },
      {
        family: ['something_weird', 'unknown', null],
        samples: [['something_weird', { problem: 'division by zero' }, Infinity, -3982045]],
      },
      { family: ['nothing', 'unknown', null], samples: [['nothing', {}, Number.NaN, null]] },
    ]);
  });

  it('has the lines of a histogram and a summary in one family', () => {
    const text = [
      '# TYPE d histogram',
      'd_bucket{le="0.5"} 1',
      'd_bucket{le="+Inf"} 2',
      'd_sum 3',
      'd_count 2',
      '# TYPE s summary',
      's{quantile="0.9"} 4',
      's_count 5',
      'd_other 6',
    ].join('\n');
    expect(read(text).map(({ family: [name], samples }) => [name, samples.length])).toEqual([
      ['d', 4],
      ['s', 2],
      ['d_other', 1],
    ]);
  });

  it('has units, exemplars and seconds in OpenMetrics', () => {
    const text = [
      '# TYPE lag_seconds histogram',
      '# UNIT lag_seconds seconds',
      'lag_seconds_bucket{le="+Inf"} 17 1.5 # {trace_id="abc"} 0.67 1520879607.789',
      '# EOF',
    ].join('\n');
    expect(read(text, 'openmetrics')).toEqual([
      {
        family: ['lag_seconds', 'histogram', 'seconds'],
        samples: [['lag_seconds_bucket', { le: '+Inf' }, 17, 1500]],
      },
    ]);
    const [family] = parseExposition(text, 'openmetrics');
    expect(family?.samples[0]?.exemplar).toEqual({
      labels: new Map([['trace_id', 'abc']]),
      value: 0.67,
      timestampMs: 1520879607789,
    });
  });

  it('may have names in quotes', () => {
    expect(read('{"http.requests",method="get"} 1')).toEqual([
      {
        family: ['http.requests', 'unknown', null],
        samples: [['http.requests', { method: 'get' }, 1, null]],
      },
    ]);
  });

  it.each<[string, ExpositionFormat, string]>([
    ['a 1\nb', 'prometheus', 'Line 2 of the metrics is not understood: nothing is no number'],
    ['a 1\n\na{b="c} 1', 'prometheus', 'Line 3 of the metrics is not understood: a text does not end'],
    ['a{b=c} 1', 'prometheus', 'Line 1 of the metrics is not understood: " was expected at "c} 1"'],
    [
      'a{b="c" d="e"} 1',
      'prometheus',
      'Line 1 of the metrics is not understood: , or } was expected at "d="e"} 1"',
    ],
    [
      'a{b="1",b="2"} 1',
      'prometheus',
      'Line 1 of the metrics is not understood: the label b stands there twice',
    ],
    ['a one', 'prometheus', 'Line 1 of the metrics is not understood: one is no number'],
    [
      'a 1 2 3',
      'prometheus',
      'Line 1 of the metrics is not understood: "3" stands behind the value in "a 1 2 3"',
    ],
    ['# TYPE a thing', 'prometheus', 'Line 1 of the metrics is not understood: thing is no type'],
    [
      'a 1\n',
      'openmetrics',
      'Line 1 of the metrics is not understood: # EOF is missing: the text was cut off',
    ],
    ['# EOF\na 1', 'openmetrics', 'Line 2 of the metrics is not understood: something stands after # EOF'],
  ])('%j in the format %s is not understood', (text, format, message) => {
    expect(() => parseExposition(text, format)).toThrow(message);
  });
});
