const hour = 3_600_000;

/**
 * Time zones by the names that texts commonly give them, in lower case, with their offset. Names that stand for
 * several zones have the meaning they have for Java in the United States.
 */
const offsetsMs: ReadonlyMap<string, number> = new Map(
  Object.entries({
    utc: 0,
    gmt: 0,
    ut: 0,
    wet: 0,
    west: 1,
    bst: 1,
    cet: 1,
    cest: 2,
    met: 1,
    mest: 2,
    eet: 2,
    eest: 3,
    sast: 2,
    msk: 3,
    ist: 5.5,
    pkt: 5,
    ict: 7,
    wib: 7,
    hkt: 8,
    sgt: 8,
    awst: 8,
    jst: 9,
    kst: 9,
    acst: 9.5,
    aest: 10,
    aedt: 11,
    nzst: 12,
    nzdt: 13,
    art: -3,
    brt: -3,
    nst: -3.5,
    ndt: -2.5,
    ast: -4,
    adt: -3,
    est: -5,
    edt: -4,
    cst: -6,
    cdt: -5,
    mst: -7,
    mdt: -6,
    pst: -8,
    pdt: -7,
    akst: -9,
    akdt: -8,
    hst: -10,
    'coordinated universal time': 0,
    'greenwich mean time': 0,
    'british summer time': 1,
    'western european standard time': 0,
    'western european summer time': 1,
    'central european standard time': 1,
    'central european summer time': 2,
    'central european time': 1,
    'eastern european standard time': 2,
    'eastern european summer time': 3,
    'eastern european time': 2,
    'moscow standard time': 3,
    'india standard time': 5.5,
    'china standard time': 8,
    'singapore standard time': 8,
    'hong kong standard time': 8,
    'japan standard time': 9,
    'korean standard time': 9,
    'australian eastern standard time': 10,
    'australian eastern daylight time': 11,
    'new zealand standard time': 12,
    'new zealand daylight time': 13,
    'brasilia standard time': -3,
    'argentina standard time': -3,
    'atlantic standard time': -4,
    'atlantic daylight time': -3,
    'eastern standard time': -5,
    'eastern daylight time': -4,
    'central standard time': -6,
    'central daylight time': -5,
    'mountain standard time': -7,
    'mountain daylight time': -6,
    'pacific standard time': -8,
    'pacific daylight time': -7,
    'alaska standard time': -9,
    'alaska daylight time': -8,
    'hawaii-aleutian standard time': -10,
  }).map(([name, hours]) => [name, hours * hour]),
);

const namesByLength: readonly string[] = [...offsetsMs.keys()].toSorted((a, b) => b.length - a.length);

/** A time zone that a text goes on with. */
export interface FoundZone {
  readonly offsetMs: number;
  readonly end: number;
}

/** The longest name of a time zone that stands in the text at a position; `null` when there is none. */
export function findZoneName(text: string, start: number): FoundZone | null {
  const rest = text.slice(start, start + (namesByLength[0]?.length ?? 0)).toLowerCase();
  const name = namesByLength.find((candidate) => rest.startsWith(candidate));
  return name === undefined ? null : { offsetMs: offsetsMs.get(name) ?? 0, end: start + name.length };
}
