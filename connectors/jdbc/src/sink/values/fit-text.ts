import { misfit, shown } from './misfit.ts';
import type { TargetColumn, TargetLimits } from './target-type.ts';

/** Texts: columns that hold no text read their value from it. */
export function fitText(target: TargetColumn, limits: TargetLimits): ((value: string) => string) | null {
  const { type } = target;
  const storable = (value: string): string => {
    if (!limits.hasNul && value.includes('\0')) throw misfit(target, 'it cannot hold the character U+0000');
    if (value.isWellFormed()) return value;
    throw misfit(target, 'it has half a surrogate pair, which is no text');
  };
  switch (type.kind) {
    case 'text': {
      const { maxLength } = type;
      if (maxLength === null) return storable;
      return (value) => {
        if (value.length <= maxLength || codePoints(value) <= maxLength) return storable(value);
        throw misfit(target, `${shown(value)} has ${codePoints(value)} characters`);
      };
    }
    case 'integer':
    case 'decimal':
    case 'float':
      return (value) => {
        if (/^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return value.trim();
        throw misfit(target, `${shown(value)} is no number`);
      };
    case 'bytes':
    case 'array':
    case 'bits':
      return null;
    default:
      return storable;
  }
}

/** Bytes that fit. */
export function fitBytes(target: TargetColumn): ((value: Uint8Array) => Uint8Array) | null {
  const { type } = target;
  if (type.kind !== 'bytes') return null;
  const { maxLength } = type;
  return (value) => {
    if (maxLength === null || value.length <= maxLength) return value;
    throw misfit(target, `it has ${value.length} bytes`);
  };
}

/** True and false. */
export function fitBoolean(target: TargetColumn, limits: TargetLimits): ((value: boolean) => string) | null {
  switch (target.type.kind) {
    case 'boolean':
      return (value) => limits.booleans[value ? 1 : 0];
    case 'integer':
    case 'decimal':
      return (value) => (value ? '1' : '0');
    case 'text':
    case 'json':
      return String;
    default:
      return null;
  }
}

function codePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index += 1) {
    if ((text.codePointAt(index) ?? 0) > 0xffff) {
      count -= 1;
      index += 1;
    }
  }
  return count;
}
