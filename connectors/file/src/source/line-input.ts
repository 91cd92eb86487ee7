import type { LineBuffer } from './line-buffer.ts';

/**
 * What an attempt to read brought: `data` was added; `nothing` is there now; the input has `ended` and what
 * comes next, if anything, is another one that starts at position 0.
 */
export type ReadOutcome = 'data' | 'nothing' | 'ended';

/** Where lines come from. */
export interface LineInput {
  /** Adds to the buffer what can be read without waiting. */
  read(lines: LineBuffer): Promise<ReadOutcome>;
  /** Waits a moment for more, until the signal aborts at the latest. */
  wait(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
