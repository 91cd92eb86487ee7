import { DataError } from '../../errors/data-errors.ts';

const brand = Symbol.for('sluice.connect-api.far-instant');

/** The last millisecond that a `Date` can hold, and in the past the first; 13 September 275760. */
const maxDateMs = 8_640_000_000_000_000n;

/**
 * An instant of Date and Timestamp schemas that a `Date` cannot hold, since it lies more than 8.64e15 ms from the
 * epoch; Kafka's INT64 reaches about a thousand times as far. It is a `Date` so that it passes wherever instants do,
 * but all that a `Date` tells by itself, such as `getTime()`, is that of an invalid one: ask {@link epochMsOf}.
 */
export class FarInstant extends Date {
  /** Milliseconds since the epoch. */
  readonly epochMs: bigint;

  /** @throws DataError when a `Date` can hold it (so that equal instants are equal), or 64 bits cannot. */
  constructor(epochMs: bigint) {
    super(Number.NaN);
    if (-maxDateMs <= epochMs && epochMs <= maxDateMs) {
      throw new DataError(`The instant ${epochMs} ms after the epoch is not far: a Date can hold it`);
    }
    if (BigInt.asIntN(64, epochMs) !== epochMs) {
      throw new DataError(`The instant ${epochMs} ms after the epoch is beyond 64 bits`);
    }
    this.epochMs = epochMs;
  }

  /** `4611686018427387904 ms after the epoch`. */
  override toString(): string {
    return `${this.epochMs} ms after the epoch`;
  }

  /** The text of {@link FarInstant.toString}, where a `Date` without a time would become null. */
  override toJSON(): string {
    return this.toString();
  }
}
Object.defineProperty(FarInstant.prototype, brand, { value: true });

/** Whether the date is a {@link FarInstant}, whichever copy of this package made it. */
function isFarInstant(date: Date): date is FarInstant {
  return (date as { readonly [brand]?: true })[brand] === true;
}

/**
 * Milliseconds since the epoch: of a {@link FarInstant} a `bigint`, of any other `Date` its `getTime()`, so NaN when
 * it is no instant at all. Never throws.
 */
export function epochMsOf(date: Date): number | bigint {
  const epochMs = date.getTime();
  return Number.isNaN(epochMs) && isFarInstant(date) ? date.epochMs : epochMs;
}

/**
 * The instant so many milliseconds after the epoch: a plain `Date` where it can hold it, else a {@link FarInstant}.
 * @throws DataError when it is beyond 64 bits.
 */
export function instantAt(epochMs: number | bigint): Date {
  const instant = new Date(Number(epochMs));
  return Number.isNaN(instant.getTime()) ? new FarInstant(BigInt(epochMs)) : instant;
}
