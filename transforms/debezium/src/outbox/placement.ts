import { refusal, type Validator } from '@sluice/connect-api';

/** Where a column of the outbox table goes that is no part of the event itself. */
export interface Placement {
  readonly field: string;
  readonly place: Place;
  /** How it is called there; means nothing for the partition. */
  readonly alias: string;
}

export type Place = 'header' | 'envelope' | 'partition';

const places: ReadonlySet<string> = new Set<Place>(['header', 'envelope', 'partition']);

/** Lists of `field:place` or `field:place:alias`; `null` is good. */
export const placementList: Validator<readonly string[]> = {
  describe: () => 'list of colon-delimited pairs or trios, e.g. `tenant:header,type:envelope:eventType`',
  check(checked) {
    const wrong = (checked.value as readonly string[] | null)?.find((text) => splitPlacement(text) === null);
    const reason = `A comma-separated list of valid String pairs or trios is expected but got: ${wrong}`;
    return wrong === undefined
      ? null
      : refusal(checked, `${reason}; a place is one of ${[...places].join(', ')}`);
  },
};

/** Reads the list, which was validated. */
export function parsePlacements(list: readonly string[] | null): readonly Placement[] {
  return (list ?? []).flatMap((text) => splitPlacement(text) ?? []);
}

function splitPlacement(text: string): Placement | null {
  const [field = '', place = '', alias = field, ...more] = text.split(':');
  const known = place.trim().toLowerCase();
  if (field === '' || alias === '' || !places.has(known) || more.length > 0) return null;
  return { field, place: known as Place, alias };
}
