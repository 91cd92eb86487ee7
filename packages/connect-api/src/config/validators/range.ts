import type { ConfigType } from '../config-key.ts';
import { formatValueForMessage } from '../values/value-text.ts';
import { refusal, type CheckedValue, type Validator } from './validator.ts';

interface Bounds {
  readonly min?: number | bigint;
  readonly max?: number | bigint;
}

/** Numbers from `min` upwards; `null` is refused. */
export function atLeast(min: number | bigint): Validator<number> {
  return range({ min });
}

/** Numbers from `min` to `max`, both included; `null` is refused. */
export function between(min: number | bigint, max: number | bigint): Validator<number> {
  return range({ min, max });
}

function range({ min, max }: Bounds): Validator<number> {
  return {
    describe(type: ConfigType): string {
      const bounds = [min, '...', max].filter((bound) => bound !== undefined);
      return `[${bounds.map((bound) => formatValueForMessage(type, bound)).join(',')}]`;
    },
    check(checked: CheckedValue): string | null {
      const { type, value } = checked;
      if (typeof value !== 'number' && typeof value !== 'bigint')
        return refusal(checked, 'Value must be non-null');
      if (min !== undefined && value < min) {
        return refusal(checked, `Value must be at least ${formatValueForMessage(type, min)}`);
      }
      if (max !== undefined && value > max) {
        return refusal(checked, `Value must be no more than ${formatValueForMessage(type, max)}`);
      }
      return null;
    },
  };
}
