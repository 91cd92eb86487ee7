import { iterateBatches, ProtocolError, type RecordBatchView } from '@sluice/kafka-protocol';
import { RequestError } from '../requests/request-error.ts';

const supportedMagic = 2;
const firstVersionWithZstd = 7;

/** What a producer's batch has to comply with. */
export interface BatchRules {
  /** For messages: topic and partition. */
  readonly partitionName: string;
  readonly maxMessageBytes: number;
  /** The latest timestamp accepted. */
  readonly maxTimestamp: number;
  readonly produceVersion: number;
  /** Whether the topic is compacted, which takes a key in each record. */
  readonly needsKeys?: boolean;
}

/** The one batch that a producer sent for a partition. Throws RequestError where it must not get into the log. */
export function checkProducedBatch(records: Buffer, rules: BatchRules): RecordBatchView {
  try {
    const batch = onlyBatchOf(records, rules);
    checkSize(batch, rules);
    if (!batch.verifyCrc()) {
      throw new RequestError('CORRUPT_MESSAGE', 'This message has failed its CRC checksum.');
    }
    checkHeader(batch, rules);
    if (rules.needsKeys === true) checkKeys(batch, rules);
    return batch;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new RequestError(
      'CORRUPT_MESSAGE',
      `The records of ${rules.partitionName} are malformed: ${error.message}.`,
    );
  }
}

function onlyBatchOf(records: Buffer, { produceVersion }: BatchRules): RecordBatchView {
  const { value: batch } = iterateBatches(records).next();
  if (batch === undefined || batch.sizeInBytes !== records.length) {
    throw invalidRecord(
      `Produce requests with version ${produceVersion} are only allowed to contain exactly one record batch per partition`,
    );
  }
  if (batch.magic === supportedMagic) return batch;
  throw invalidRecord(
    `Produce requests with version ${produceVersion} are only allowed to contain record batches with magic version 2`,
  );
}

function checkSize({ sizeInBytes }: RecordBatchView, { partitionName, maxMessageBytes }: BatchRules): void {
  if (sizeInBytes <= maxMessageBytes) return;
  throw new RequestError(
    'MESSAGE_TOO_LARGE',
    `The record batch size in the append to ${partitionName} is ${sizeInBytes} bytes which exceeds the maximum configured value of ${maxMessageBytes}.`,
  );
}

function checkHeader(
  batch: RecordBatchView,
  { partitionName, maxTimestamp, produceVersion }: BatchRules,
): void {
  if (batch.isControl) throw invalidRecord('Clients are not allowed to write control records');
  const offsetCount = Number(batch.lastOffset - batch.baseOffset) + 1;
  if (batch.recordCount <= 0 || batch.recordCount !== offsetCount) {
    throw invalidRecord(
      `Inconsistent record count of ${batch.recordCount} and offsets for ${offsetCount} records in ${partitionName}`,
    );
  }
  if (batch.isTransactional && batch.producerId < 0n) {
    throw invalidRecord('Transactional records need the id of their producer');
  }
  if (batch.producerId >= 0n && (batch.baseSequence < 0 || batch.producerEpoch < 0)) {
    throw invalidRecord(`Invalid sequence number ${batch.baseSequence} in record batch with producer id`);
  }
  if (batch.compression === 'zstd' && produceVersion < firstVersionWithZstd) {
    throw new RequestError(
      'UNSUPPORTED_COMPRESSION_TYPE',
      `Produce requests with version ${produceVersion} are not allowed to use ZStandard compression`,
    );
  }
  if (Number(batch.maxTimestamp) > maxTimestamp) {
    throw new RequestError(
      'INVALID_TIMESTAMP',
      `Timestamp ${batch.maxTimestamp} of a message for ${partitionName} is out of range: at most ${maxTimestamp} is accepted.`,
    );
  }
}

function checkKeys(batch: RecordBatchView, { partitionName }: BatchRules): void {
  const cursor = batch.records();
  while (cursor.next()) {
    if (cursor.keyStart < 0) {
      throw invalidRecord(
        `Compacted topic cannot accept message without key in topic partition ${partitionName}.`,
      );
    }
  }
}

function invalidRecord(message: string): RequestError {
  return new RequestError('INVALID_RECORD', message);
}
