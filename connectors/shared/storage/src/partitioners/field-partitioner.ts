import { DataError, isTypedNumber, type SinkRecord } from '@sluice/connect-api';
import { findField } from './field-value.ts';
import type { Partitioner } from './partitioner.ts';

/** `country=CH/city=Basel`: the values of fields. */
export class FieldPartitioner implements Partitioner {
  readonly timeOf = null;
  readonly usesWallClock = false;
  readonly #fields: readonly { readonly name: string; readonly path: readonly string[] }[];
  readonly #delimiter: string;

  constructor(names: readonly string[], delimiter: string) {
    this.#fields = names.map((name) => ({ name, path: name.split('.') }));
    this.#delimiter = delimiter;
  }

  folderOf(record: SinkRecord): string {
    return this.#fields
      .map(({ name, path }) => `${name}=${folderName(findField(record, path).value, name)}`)
      .join(this.#delimiter);
  }
}

function folderName(value: unknown, name: string): string {
  switch (typeof value) {
    case 'string':
      return escapeFolderName(value);
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      if (isTypedNumber(value)) return String(value.value);
      throw new DataError(
        value === null || value === undefined
          ? `The field '${name}' is null, and so names no folder`
          : `The field '${name}' is no text, number or boolean, and so names no folder`,
      );
  }
}

/**
 * What would lead to another folder, or is not allowed in one by HDFS, is written as Hive does it: `%2F` for `/`. Every
 * other value stays as it is.
 */
function escapeFolderName(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are among what is not allowed
  return text.replace(/[\u0000-\u001f\u007f/:\\%]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    return `%${code.padStart(2, '0')}`;
  });
}
