import type { StreamTime } from '../config/settings.ts';

/** Where documents of a topic go. */
export interface Resource {
  /** The name of the index, alias or data stream. */
  readonly name: string;
  /** The beginning of what operations say of it: `{"_index":"orders"`. */
  readonly head: string;
  /** Set when it is a data stream. */
  readonly time: StreamTime | null;
}
