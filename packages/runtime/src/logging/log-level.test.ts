import { describe, expect, it } from 'vitest';
import { logLevelOf } from './log-level.ts';

describe('the level of the log', () => {
  it('is info unless the environment asks for another', () => {
    expect(logLevelOf({})).toBe('info');
    expect(logLevelOf({ SLUICE_LOG_LEVEL: 'debug' })).toBe('debug');
  });

  it('is refused when it is none, with those there are', () => {
    expect(() => logLevelOf({ SLUICE_LOG_LEVEL: 'loud' })).toThrow(
      'SLUICE_LOG_LEVEL is "loud"; it must be one of trace, debug, info, warn, error, fatal, silent',
    );
  });
});
