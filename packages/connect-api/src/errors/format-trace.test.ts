import { describe, expect, it } from 'vitest';
import { ConnectError } from './connect-error.ts';
import { DataError } from './data-errors.ts';
import { formatTrace } from './format-trace.ts';

function withFrames<E extends Error>(error: E, ...frames: readonly string[]): E {
  error.stack = [`${error.name}: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

describe('formatTrace', () => {
  it('prints class, message and frames as Java does, each cause below', () => {
    const cause = withFrames(
      new DataError('no field a'),
      'decode (json.ts:3:1)',
      'run (task.ts:9:1)',
      'main (a.ts:1:1)',
    );
    const error = withFrames(
      new ConnectError('Tolerance exceeded in error handler', { cause }),
      'handle (errors.ts:5:1)',
      'run (task.ts:9:1)',
      'main (a.ts:1:1)',
    );
    expect(formatTrace(error)).toBe(
      'org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler\n' +
        '\tat handle (errors.ts:5:1)\n' +
        '\tat run (task.ts:9:1)\n' +
        '\tat main (a.ts:1:1)\n' +
        'Caused by: org.apache.kafka.connect.errors.DataException: no field a\n' +
        '\tat decode (json.ts:3:1)\n' +
        '\t... 2 more\n',
    );
  });

  it('names other errors by their own class', () => {
    expect(formatTrace(withFrames(new TypeError('x is undefined'), 'f (a.ts:1:1)'))).toBe(
      'TypeError: x is undefined\n\tat f (a.ts:1:1)\n',
    );
  });

  it('leaves the colon out where there is no message', () => {
    expect(formatTrace(withFrames(new Error(''), 'f (a.ts:1:1)'))).toBe('Error\n\tat f (a.ts:1:1)\n');
  });

  it('takes no line of a message for a frame', () => {
    const error = withFrames(new Error('two lines\n    at noon'), 'f (a.ts:1:1)');
    expect(formatTrace(error)).toBe('Error: two lines\n    at noon\n\tat f (a.ts:1:1)\n');
  });

  it('prints the frames of a real error', () => {
    expect(formatTrace(new ConnectError('boom'))).toMatch(
      /^org\.apache\.kafka\.connect\.errors\.ConnectException: boom\n(\tat .+\n)+$/,
    );
  });

  it('prints what an AggregateError collected as suppressed', () => {
    const refused = withFrames(new Error('connect ECONNREFUSED'), 'g (net.ts:2:1)', 'f (a.ts:1:1)');
    const error = withFrames(new AggregateError([refused], 'all failed'), 'f (a.ts:1:1)');
    expect(formatTrace(error)).toBe(
      'AggregateError: all failed\n\tat f (a.ts:1:1)\n' +
        '\tSuppressed: Error: connect ECONNREFUSED\n\t\tat g (net.ts:2:1)\n\t\t... 1 more\n',
    );
  });

  it('stops where causes go round in circles', () => {
    const error = withFrames(new ConnectError('a'), 'f (a.ts:1:1)');
    error.cause = withFrames(new DataError('b', { cause: error }), 'g (b.ts:1:1)');
    expect(formatTrace(error)).toBe(
      'org.apache.kafka.connect.errors.ConnectException: a\n\tat f (a.ts:1:1)\n' +
        'Caused by: org.apache.kafka.connect.errors.DataException: b\n\tat g (b.ts:1:1)\n' +
        'Caused by: [CIRCULAR REFERENCE: org.apache.kafka.connect.errors.ConnectException: a]\n',
    );
  });

  it.each([
    ['text', 'text\n'],
    [5, '5\n'],
    [undefined, 'undefined\n'],
  ])('prints what was thrown without being an error: %s', (thrown, trace) => {
    expect(formatTrace(thrown)).toBe(trace);
  });
});
