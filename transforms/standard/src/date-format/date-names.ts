/** English names as they are written and recognised; each recognised in any letter case. */
export interface NameSet {
  readonly short: readonly string[];
  readonly long: readonly string[];
}

export const monthNames: NameSet = {
  short: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  long: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

/** From Sunday on. */
export const weekdayNames: NameSet = {
  short: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  long: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};

export const eraNames: NameSet = { short: ['BC', 'AD'], long: ['Before Christ', 'Anno Domini'] };

export const halfDayNames: NameSet = { short: ['AM', 'PM'], long: [] };

/** A name that a text goes on with. */
export interface FoundName {
  readonly index: number;
  readonly end: number;
}

/** The longest of the names that stands in the text at a position; `null` when none does. */
export function findName({ short, long }: NameSet, text: string, start: number): FoundName | null {
  let found: FoundName | null = null;
  for (const names of [long, short]) {
    for (const [index, name] of names.entries()) {
      const end = start + name.length;
      if (found !== null && end <= found.end) continue;
      if (text.slice(start, end).toLowerCase() === name.toLowerCase()) found = { index, end };
    }
  }
  return found;
}
