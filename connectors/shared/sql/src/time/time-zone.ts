import { ConfigError } from '@sluice/connect-api';

const msPerDay = 86_400_000;
/** Clocks have been put forward and back at quarters of an hour only, for as long as anybody stored times in databases. */
const bucketMs = 900_000;
const maxBuckets = 20_000;

/** What clocks on the wall show in a place. */
export class TimeZone {
  readonly name: string;
  readonly isUtc: boolean;
  readonly #format: Intl.DateTimeFormat | null;
  readonly #offsets = new Map<number, number>();

  /** @throws ConfigError when there is no such zone. */
  constructor(name: string, key = 'db.timezone') {
    this.name = name;
    this.isUtc = /^(?:UTC|GMT|Z|Etc\/(?:UTC|GMT))$/i.test(name);
    this.#format = this.isUtc ? null : zoneFormat(name, key);
  }

  /** How far the clock on the wall is ahead of UTC at an instant. */
  offsetMsAt(instantMs: number): number {
    if (this.#format === null) return 0;
    const bucket = Math.floor(instantMs / bucketMs);
    const known = this.#offsets.get(bucket);
    if (known !== undefined) return known;
    const offset = readOffsetMs(this.#format, bucket * bucketMs);
    if (this.#offsets.size >= maxBuckets) this.#offsets.clear();
    this.#offsets.set(bucket, offset);
    return offset;
  }

  /**
   * The instant at which the clock shows this time. A time that comes twice is the second one (standard time); one that is
   * skipped is as much later.
   */
  instantOf(wallMs: number): number {
    if (this.#format === null) return wallMs;
    const before = this.offsetMsAt(wallMs - msPerDay);
    const after = this.offsetMsAt(wallMs + msPerDay);
    if (before === after) return wallMs - before;
    const late = wallMs - Math.min(before, after);
    if (late + this.offsetMsAt(late) === wallMs) return late;
    const early = wallMs - Math.max(before, after);
    return early + this.offsetMsAt(early) === wallMs ? early : wallMs - before;
  }
}

function zoneFormat(name: string, key: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw new ConfigError(`Invalid value ${name} for configuration ${key}: Invalid time zone identifier`, {
      code: 'CONFIG_VALUE_INVALID',
      key,
      cause,
    });
  }
}

/** `GMT+05:30`, in the past `GMT+00:53:28`. */
function readOffsetMs(format: Intl.DateTimeFormat, instantMs: number): number {
  const name = format.formatToParts(instantMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name);
  if (match === null) return 0;
  const seconds = (Number(match[2]) * 60 + Number(match[3])) * 60 + Number(match[4] ?? 0);
  return (match[1] === '-' ? -seconds : seconds) * 1000;
}
