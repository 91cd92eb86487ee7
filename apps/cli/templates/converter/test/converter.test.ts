import { deepEqual, equal, throws } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { optionalSchemas, schemas } from '@sluice/connect-api';
import { exampleConverter } from '../src/converter.ts';

const target = { topic: 't', headers: [] };
const converter = exampleConverter.createConverter({ prefix: '#' }, 'value');

describe('the converter', () => {
  it('gives back what it wrote', () => {
    const encoded = converter.encode(schemas.string, 'text', target);
    equal(encoded, '#text');
    deepEqual(converter.decode(Buffer.from(encoded), target), {
      schema: optionalSchemas.string,
      value: 'text',
    });
  });

  it('keeps tombstones', () => {
    equal(converter.encode(null, null, target), null);
    equal(converter.decode(null, target).value, null);
  });

  it('says what it cannot convert', () => {
    throws(() => converter.encode(schemas.int32, 1, target), /Only texts can be written, not number/);
    throws(() => converter.decode(Buffer.from('text'), target), /does not begin with #/);
  });
});
