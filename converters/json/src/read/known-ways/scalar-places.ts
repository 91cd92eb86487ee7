/** Texts with more scalars are not remembered. */
export const maxScalars = 256;

const chunkPlaces = 4096;

/** Where scalars of messages stand, from `next` on: a start and an end for each. One list serves many messages. */
export interface Places {
  readonly list: Int32Array;
  /** Where there is room for the places of one more message. */
  next: number;
}

/** Room for the places of a message: in these, or in new ones when they are full. */
export function roomForMessage(places: Places | null): Places {
  if (places !== null && places.next + 2 * maxScalars <= places.list.length) return places;
  return { list: new Int32Array(2 * chunkPlaces), next: 0 };
}
