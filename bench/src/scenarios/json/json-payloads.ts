import type { Properties } from '@sluice/testing-services';
import type { Payload } from '../payload.ts';

/** Of the data itself, without the schema that may stand around it. */
export const jsonBytes = 150;

/** Objects in objects, without a schema. */
export const nested: Payload = {
  converterProperties: jsonConverter('false'),
  record: (number, bytes) =>
    padded(bytes, (note) =>
      JSON.stringify({
        id: number,
        user: { name: `user-${number}`, address: { city: 'Lisbon', zip: '1100-148' } },
        amount: number + 0.25,
        active: true,
        note,
      }),
    ),
};

const envelopeHead = `{"schema":${JSON.stringify({
  type: 'struct',
  fields: [
    { type: 'int64', optional: false, field: 'id' },
    {
      type: 'int64',
      optional: false,
      name: 'org.apache.kafka.connect.data.Timestamp',
      version: 1,
      field: 'at',
    },
    {
      type: 'struct',
      fields: [
        { type: 'string', optional: false, field: 'name' },
        { type: 'int32', optional: true, field: 'age' },
      ],
      optional: true,
      field: 'user',
    },
    { type: 'double', optional: false, field: 'amount' },
    { type: 'boolean', optional: false, field: 'active' },
    { type: 'string', optional: true, field: 'note' },
  ],
  optional: false,
  name: 'order',
})},"payload":`;

/** How long a record is that has its schema with it. */
export const envelopeBytes = envelopeHead.length + jsonBytes + '}'.length;

/** The same data in every message with its schema. */
export const enveloped: Payload = {
  converterProperties: jsonConverter('true'),
  record: (number, bytes) =>
    `${envelopeHead}${padded(bytes - envelopeHead.length - 1, (note) =>
      JSON.stringify({
        id: number,
        at: 1_700_000_000_000 + number,
        user: { name: `user-${number}`, age: number % 100 },
        amount: number + 0.25,
        active: true,
        note,
      }),
    )}}`,
};

function jsonConverter(schemasEnable: 'true' | 'false'): Properties {
  const className = 'org.apache.kafka.connect.json.JsonConverter';
  return {
    'key.converter': className,
    'key.converter.schemas.enable': schemasEnable,
    'value.converter': className,
    'value.converter.schemas.enable': schemasEnable,
  };
}

/** The text with a note that makes it so long. */
function padded(bytes: number, textWith: (note: string) => string): string {
  return textWith('x'.repeat(bytes - textWith('').length));
}
