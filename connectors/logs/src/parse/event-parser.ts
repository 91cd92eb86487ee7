import type { Schema } from '@sluice/connect-api';
import type { LogSourceConfig } from '../config.ts';
import { accessLogParser } from './access-log.ts';
import { parseJsonEvent } from './json-event.ts';
import { parseLogfmt } from './logfmt.ts';
import { regexParser } from './regex-event.ts';

/** What an event became. */
export interface ParsedEvent {
  readonly schema: Schema | null;
  readonly value: unknown;
}

/** @returns why the text is not of the format, as text. */
export type EventParser = (text: string) => ParsedEvent | string;

/** @returns `null` for text, which is left as it is. */
export function eventParserOf({
  format,
  'format.regex': regex,
}: Pick<LogSourceConfig, 'format' | 'format.regex'>): EventParser | null {
  switch (format) {
    case 'text':
      return null;
    case 'json':
      return parseJsonEvent;
    case 'logfmt':
      return parseLogfmt;
    case 'common':
    case 'combined':
      return accessLogParser(format);
    case 'regex':
      return regexParser(regex ?? '');
  }
}
