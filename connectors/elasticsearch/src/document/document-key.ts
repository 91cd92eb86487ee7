import {
  DataError,
  isNumberType,
  isTypedNumber,
  javaClassNameOf,
  type SinkRecord,
} from '@sluice/connect-api';

const maxIdBytes = 512;

/**
 * The key of a record as the id of a document.
 * @throws DataError for a key that is none: null, of another type than text or integer, too long.
 */
export function documentIdOf({ key, keySchema }: SinkRecord): string {
  const id = keyText(key, keySchema?.type ?? null);
  // A character takes three bytes at most.
  if (id.length * 3 > maxIdBytes && Buffer.byteLength(id) > maxIdBytes) {
    throw impossible(
      `The key has ${Buffer.byteLength(id)} bytes, but an id of a document has ${maxIdBytes} at most`,
    );
  }
  if (id === '') throw impossible('The key is empty, but is to be the id of a document');
  return id;
}

/** Where a record stands, as the id of its document. */
export function placeId({ topic, kafkaPartition, kafkaOffset }: SinkRecord): string {
  return `${topic}+${kafkaPartition}+${kafkaOffset}`;
}

function keyText(key: unknown, type: string | null): string {
  if (typeof key === 'string') return key;
  const plain = isTypedNumber(key) ? key.value : key;
  const isInteger = typeof plain === 'bigint' || (typeof plain === 'number' && Number.isSafeInteger(plain));
  const isFloat = (type !== null && isNumberType(type) && type.startsWith('FLOAT')) || isFloatNumber(key);
  if (isInteger && !isFloat) return String(plain);
  if (key === null) throw impossible('The key is null, but is to be the id of a document');
  throw impossible(
    `The key is a ${type ?? javaClassNameOf(key)}, but is to be the id of a document: it takes a text or an integer`,
  );
}

function isFloatNumber(key: unknown): boolean {
  return isTypedNumber(key) && key.type.startsWith('FLOAT');
}

function impossible(message: string): DataError {
  return new DataError(`${message}. Set key.ignore or make a key with a transformation`, {
    code: 'SEARCH_DOCUMENT_IMPOSSIBLE',
  });
}
