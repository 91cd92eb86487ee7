import type { Properties } from '@sluice/testing-services';

export interface Payload {
  /** How workers convert it. */
  readonly converterProperties: Properties;
  /** The record with this number, of exactly `bytes` ASCII characters. */
  record(number: number, bytes: number): string;
}

export const payloads = {
  string: {
    converterProperties: converter('org.apache.kafka.connect.storage.StringConverter'),
    record: numbered,
  },
  json: {
    converterProperties: {
      ...converter('org.apache.kafka.connect.json.JsonConverter'),
      'key.converter.schemas.enable': 'false',
      'value.converter.schemas.enable': 'false',
    },
    record: (number, bytes) => `"${numbered(number, bytes - 2)}"`,
  },
} as const satisfies Record<string, Payload>;

/** What a converter that converts nothing takes; the records are those of strings. */
export const bytes: Payload = {
  converterProperties: converter('org.apache.kafka.connect.converters.ByteArrayConverter'),
  record: numbered,
};

export type PayloadName = keyof typeof payloads;

function converter(className: string): Properties {
  return { 'key.converter': className, 'value.converter': className };
}

function numbered(number: number, bytes: number): string {
  return `${String(number).padStart(12, '0')} the quick brown fox jumps over the lazy dog `
    .padEnd(bytes, 'x')
    .slice(0, bytes);
}
