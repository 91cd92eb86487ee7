import { DataError, RetriableError, type Converter, type HeaderConverter } from '@sluice/connect-api';
import type { Converters } from '../src/pipeline/converters.ts';

/** Converts text. The text `bad` cannot be converted, `busy` not yet. */
export class TextConverter implements Converter, HeaderConverter {
  encode(_schema: unknown, value: unknown): string | null {
    refuse(value);
    return value as string | null;
  }

  decode(bytes: Buffer | null): { schema: null; value: string | null } {
    const value = bytes?.toString() ?? null;
    refuse(value);
    return { schema: null, value };
  }

  encodeHeader(schema: unknown, value: unknown): string | null {
    return this.encode(schema, value);
  }

  decodeHeader(bytes: Buffer | null): { schema: null; value: string | null } {
    return this.decode(bytes);
  }
}

function refuse(value: unknown): void {
  if (value === 'bad') throw new DataError('not to be converted');
  if (value === 'busy') throw new RetriableError('not to be converted yet');
}

const text = { className: 'org.example.TextConverter', version: '1', converter: new TextConverter() };

export const textConverters: Converters = { key: text, value: text, header: text };
