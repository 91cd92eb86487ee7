import { describe, expect, it } from 'vitest';
import { beginning, type Place } from '../follow/place.ts';
import { ContainerLines, unwrapCri, unwrapDocker, type Unwrap } from './container-lines.ts';
import type { LogEvent } from './event.ts';
import { continuation, Multiline } from './multiline.ts';

function at(position: number): Place {
  return { ...beginning(0), position };
}

function lineAt(text: string, position: number): LogEvent {
  return { text, after: at(position), timestampMs: null, stream: null };
}

interface Lines {
  readonly start?: string;
  readonly continued?: string;
  readonly maxLines?: number;
}

function together(lines: readonly string[], { start, continued, maxLines = 100 }: Lines): string[] {
  const events: LogEvent[] = [];
  const isContinued = continuation(start ?? null, continued ?? null) ?? (() => false);
  const stage = new Multiline({ isContinued, maxLines, nowMs: () => 0 }, (event) => events.push(event));
  lines.forEach((line, index) => stage.line(lineAt(line, index + 1)));
  stage.flush();
  return events.map(({ text, after }) => `${text}@${after.position}`);
}

describe('lines that belong together', () => {
  const trace = ['Error: x', '  at f', '  at g', 'next'];

  it('begin with the one that matches the start', () => {
    expect(together(trace, { start: '^\\S' })).toEqual(['Error: x\n  at f\n  at g@3', 'next@4']);
  });

  it('go on with those that match the continuation', () => {
    expect(together(trace, { continued: '^\\s' })).toEqual(['Error: x\n  at f\n  at g@3', 'next@4']);
  });

  it('are no more than so many', () => {
    expect(together(trace, { continued: '^\\s', maxLines: 2 })).toEqual([
      'Error: x\n  at f@2',
      '  at g@3',
      'next@4',
    ]);
  });

  it('are kept until no more can come, even before the first start', () => {
    expect(together(['x', 'y'], { start: '^E' })).toEqual(['x\ny@2']);
  });
});

function unwrapped(unwrap: Unwrap, lines: readonly string[], maxChars = 1000) {
  const events: LogEvent[] = [];
  const mismatches: string[] = [];
  const stage = new ContainerLines({
    unwrap,
    next: (event) => events.push(event),
    onMismatch: ({ text }) => mismatches.push(text),
    maxChars,
    nowMs: () => 0,
  });
  lines.forEach((line, index) => stage.line(lineAt(line, index + 1)));
  const waited = stage.waitingSinceMs !== null;
  stage.flush();
  return {
    events: events.map(({ text, stream, timestampMs, after }) => ({
      text,
      stream,
      timestampMs,
      end: after.position,
    })),
    mismatches,
    waited,
  };
}

const time = '2026-11-27T10:15:30.123456789Z';
const timestampMs = Date.UTC(2026, 10, 27, 10, 15, 30, 123);

describe('lines of containers', () => {
  it('of CRI are put together from their parts, each stream for itself', () => {
    const lines = [
      `${time} stdout P one `,
      `${time} stderr F err`,
      `${time} stdout P two `,
      `${time} stdout F three`,
    ];
    expect(unwrapped(unwrapCri, lines)).toEqual({
      events: [
        { text: 'err', stream: 'stderr', timestampMs, end: 2 },
        { text: 'one two three', stream: 'stdout', timestampMs, end: 4 },
      ],
      mismatches: [],
      waited: false,
    });
  });

  it('of Docker go on until their line feed', () => {
    const lines = [
      JSON.stringify({ log: 'long ', stream: 'stdout', time }),
      JSON.stringify({ log: 'line\r\n', stream: 'stdout', time }),
      JSON.stringify({ log: 'open', stream: 'stdout', time }),
    ];
    const { events, waited } = unwrapped(unwrapDocker, lines);
    expect(events.map(({ text, end }) => [text, end])).toEqual([
      ['long line', 2],
      ['open', 3],
    ]);
    expect(waited).toBe(true);
  });

  it('do not grow without end', () => {
    const lines = Array.from({ length: 4 }, () => `${time} stdout P 12345`);
    expect(unwrapped(unwrapCri, lines, 10).events.map(({ text }) => text)).toEqual([
      '1234512345',
      '1234512345',
    ]);
  });

  it.each([
    [unwrapCri, 'no line of a container'],
    [unwrapCri, 'yesterday stdout F text'],
    [unwrapDocker, '{"log":1}'],
    [unwrapDocker, '{'],
    [unwrapDocker, 'null'],
  ])('are told from others: %o %s', (unwrap, line) => {
    expect(unwrapped(unwrap, [line]).mismatches).toEqual([line]);
  });
});
