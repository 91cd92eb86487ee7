import { findZoneName, type FoundZone } from './zone-names.ts';

/** Offsets after their sign, by how they are written. */
const offsets = {
  /** After `GMT`: `3:30` or `03:30`. */
  afterGmt: /([+-])(\d{1,2}):([0-5]\d)/y,
  /** RFC 822, and `XX`: `0330`. */
  plain: /([+-])(\d{2})([0-5]\d)/y,
  /** `X`: `03`. */
  hours: /([+-])(\d{2})/y,
  /** `XXX`: `03:30`. */
  withColon: /([+-])(\d{2}):([0-5]\d)/y,
} as const;

/** Reads what `z` and `Z` stand for: `-0800`, `GMT`, `GMT+02:00` or a name. `null` when there is no such thing. */
export function parseGeneralZone(text: string, start: number): FoundZone | null {
  if (/[+-]/.test(text.charAt(start))) return parseOffset(offsets.plain, text, start);
  if (text.slice(start, start + 3).toLowerCase() !== 'gmt') return findZoneName(text, start);
  const end = start + 3;
  return /[+-]/.test(text.charAt(end)) ? parseOffset(offsets.afterGmt, text, end) : { offsetMs: 0, end };
}

/** Reads what one to three `X` stand for: `Z`, or `-08`, `-0800`, `-08:00`. `null` when there is no such thing. */
export function parseIsoZone(text: string, start: number, count: number): FoundZone | null {
  if (text.charAt(start) === 'Z') return { offsetMs: 0, end: start + 1 };
  const syntax = [offsets.hours, offsets.plain, offsets.withColon][count - 1];
  return syntax === undefined ? null : parseOffset(syntax, text, start);
}

function parseOffset(syntax: RegExp, text: string, start: number): FoundZone | null {
  syntax.lastIndex = start;
  const match = syntax.exec(text);
  if (match === null) return null;
  const hours = Number(match[2]);
  if (hours > 23) return null;
  const offsetMs = (hours * 60 + Number(match[3] ?? 0)) * 60_000;
  return { offsetMs: match[1] === '-' ? -offsetMs : offsetMs, end: syntax.lastIndex };
}
