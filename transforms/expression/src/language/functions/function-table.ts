import { conversions } from './conversions.ts';
import { otherFunctions } from './other-functions.ts';
import type { FunctionDefinition } from './overload.ts';
import { textFunctions } from './texts.ts';
import { timeFunctions } from './times.ts';

const all = [...conversions, ...textFunctions, ...timeFunctions, ...otherFunctions];

function byName(styles: readonly FunctionDefinition['style'][]): ReadonlyMap<string, FunctionDefinition> {
  return new Map(all.filter(({ style }) => styles.includes(style)).map((one) => [one.name, one]));
}

/** The functions that are called as `name(…)`. */
export const globalFunctions = byName(['global', 'both']);

/** The functions that are called as `x.name(…)`. */
export const memberFunctions = byName(['member', 'both']);
