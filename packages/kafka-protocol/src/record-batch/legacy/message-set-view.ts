import { ProtocolError } from '../../wire/protocol-error.ts';
import { compressionOf, decompress, type Compression } from '../compression/compression.ts';
import type { RecordBatchView, TimestampType } from '../record-batch-view.ts';
import { RecordCursor } from '../record-cursor.ts';
import { maxRecordSize } from '../record-size.ts';
import { RecordWriter } from '../record-writer.ts';
import { isCrcValid, readMessage, readMessages, type Message } from './message.ts';

/** One message of format version 0 or 1, with all those inside it where it is compressed. */
export class MessageSetView implements RecordBatchView {
  readonly bytes: Buffer;
  readonly leaderEpoch = -1;
  readonly isTransactional = false;
  readonly isControl = false;
  readonly producerId = -1n;
  readonly producerEpoch = -1;
  readonly baseSequence = -1;
  readonly deleteHorizonMs = null;
  readonly #outer: Message;
  readonly #maxDecompressedBytes: number;
  #inner: readonly Message[] | null = null;

  /** `bytes` holds exactly one message. */
  constructor(bytes: Buffer, maxDecompressedBytes: number) {
    this.bytes = bytes;
    this.#outer = readMessage(bytes);
    this.#maxDecompressedBytes = maxDecompressedBytes;
  }

  get sizeInBytes(): number {
    return this.bytes.length;
  }

  get magic(): number {
    return this.#outer.magic;
  }

  get baseOffset(): bigint {
    return this.#messages[0]?.offset ?? this.#outer.offset;
  }

  get lastOffset(): bigint {
    return this.#outer.offset;
  }

  get compression(): Compression {
    return compressionOf(this.#outer.compressionNumber);
  }

  get timestampType(): TimestampType {
    if (this.magic === 0) return 'none';
    return this.#outer.hasLogAppendTime ? 'log-append-time' : 'create-time';
  }

  get firstTimestamp(): bigint {
    return this.#messages[0]?.timestamp ?? this.maxTimestamp;
  }

  get maxTimestamp(): bigint {
    return this.#outer.timestamp;
  }

  get recordCount(): number {
    return this.#messages.length;
  }

  verifyCrc(): boolean {
    return isCrcValid(this.bytes);
  }

  // These formats are rare enough to be copied into the form of the one that is not.
  records(): RecordCursor {
    const { baseOffset, firstTimestamp, recordCount } = this;
    const writer = new RecordWriter(Buffer.allocUnsafe(this.sizeInBytes), 0);
    for (const { key, value, offset, timestamp } of this.#messages) {
      const record = { key, value, timestamp };
      writer.ensureFree(maxRecordSize(record));
      writer.write(record, Number(offset - baseOffset), timestamp - firstTimestamp);
    }
    const buffer = writer.written;
    const logAppendTime = this.#outer.hasLogAppendTime ? this.#outer.timestamp : null;
    const baseTimestamp = firstTimestamp;
    const end = buffer.length;
    return new RecordCursor({ buffer, start: 0, end, recordCount, baseOffset, baseTimestamp, logAppendTime });
  }

  get #messages(): readonly Message[] {
    this.#inner ??= this.compression === 'none' ? [this.#outer] : this.#unpack();
    return this.#inner;
  }

  #unpack(): readonly Message[] {
    const { magic, value, offset } = this.#outer;
    if (value === null) throw new ProtocolError('compressed message without a value');
    const messages = readMessages(
      decompress(this.compression, value, { maxBytes: this.#maxDecompressedBytes }),
    );
    const last = messages.at(-1);
    if (last === undefined) throw new ProtocolError('compressed message with nothing inside');
    if (messages.some((message) => message.compressionNumber !== 0 || message.magic !== magic)) {
      throw new ProtocolError('compressed message with one of another kind inside');
    }
    if (magic === 0) return messages;
    // From version 1 on, the offsets inside are relative, and that of the last one is the outer one (KIP-31).
    const base = offset - last.offset;
    return messages.map((message) => ({ ...message, offset: base + message.offset }));
  }
}
