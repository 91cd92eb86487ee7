import { describe, expect, it } from 'vitest';
import { DataError, nameField } from './data-errors.ts';

describe('a data error', () => {
  it('says which field it is about, from the inside out', () => {
    const error = new DataError('no number');
    expect(error.field).toBeNull();
    expect(nameField(error, 'price')).toBe(error);
    nameField(error, 'order');
    expect(error).toMatchObject({ field: 'order.price', message: 'no number' });
  });

  it('is the only kind of error that does', () => {
    const error = new TypeError('odd');
    expect(nameField(error, 'price')).toBe(error);
    expect(error).not.toHaveProperty('field');
    expect(nameField('thrown', 'price')).toBe('thrown');
  });
});
