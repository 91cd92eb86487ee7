import type { Payload } from '../payload.ts';

/** The data of a row. */
export const rowBytes = 200;

const head = `{"schema":${JSON.stringify({
  type: 'struct',
  fields: [
    { type: 'int64', optional: false, field: 'id' },
    { type: 'string', optional: false, field: 'customer' },
    { type: 'int32', optional: true, field: 'quantity' },
    { type: 'double', optional: false, field: 'price' },
    {
      type: 'int64',
      optional: false,
      name: 'org.apache.kafka.connect.data.Timestamp',
      version: 1,
      field: 'at',
    },
    { type: 'string', optional: true, field: 'note' },
  ],
  optional: false,
  name: 'order',
})},"payload":`;

/** How long a record is that has its schema with it. */
export const rowEnvelopeBytes = head.length + rowBytes + '}'.length;

const json = 'org.apache.kafka.connect.json.JsonConverter';

/** Rows of six columns, with their schema in every message. */
export const rows: Payload = {
  converterProperties: {
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': json,
    'value.converter.schemas.enable': 'true',
  },
  record: (number, bytes) => {
    const row = (note: string): string =>
      `${head}${JSON.stringify({
        id: number,
        customer: `customer-${number % 1000}`,
        quantity: number % 100,
        price: number + 0.25,
        at: 1_700_000_000_000 + number,
        note,
      })}}`;
    return row('x'.repeat(bytes - row('').length));
  },
};
