import { ConfigError } from '../errors/config-error.ts';
import { DataError } from '../errors/data-errors.ts';
import { javaClassNameOf } from './java/class-name.ts';
import type { Field, Schema } from './schema.ts';
import { fieldOf } from './schemas/schema-lookup.ts';
import { isStruct } from './struct/struct.ts';

/** How a text names a field: `V1` takes all of it for one name, `V2` for names separated by dots (KIP-821). */
export type FieldSyntax = 'V1' | 'V2';

/**
 * The names that lead to a field, outermost first. In `V2` a name may stand between backticks, then dots and
 * backticks belong to it: it ends at the first backtick that is followed by a dot or the end. Within it a backslash
 * before a backtick that a dot follows makes the backtick part of the name. The empty text has no name in it.
 * @throws ConfigError when a backtick at the start of a name has no partner.
 */
export function parseFieldPath(text: string, syntax: FieldSyntax): readonly string[] {
  if (syntax === 'V1') return [text];
  const steps: string[] = [];
  // After each step stands a dot, or the end, which is one further than the text.
  for (let start = 0; text.length > 0 && start <= text.length;) {
    const { step, end } = text.charAt(start) === '`' ? quotedStep(text, start) : plainStep(text, start);
    steps.push(step);
    start = end + 1;
  }
  return steps;
}

interface Step {
  readonly step: string;
  /** Where the dot stands, or the end of the text. */
  readonly end: number;
}

function plainStep(text: string, start: number): Step {
  const dot = text.indexOf('.', start);
  const end = dot === -1 ? text.length : dot;
  return { step: text.slice(start, end), end };
}

function quotedStep(text: string, start: number): Step {
  let step = '';
  let from = start + 1;
  for (let tick = text.indexOf('`', from); tick !== -1; tick = text.indexOf('`', tick + 1)) {
    const isLast = tick === text.length - 1;
    if (!isLast && text.charAt(tick + 1) !== '.') continue;
    const isEscaped = text.charAt(tick - 1) === '\\' && tick - 1 >= from;
    if (!isEscaped) return { step: step + text.slice(from, tick), end: tick + 1 };
    if (isLast) break;
    step += `${text.slice(from, tick - 1)}\``;
    from = tick + 1;
  }
  throw new ConfigError(
    `Incomplete backtick pair in path: [${text}], consider adding a backslash before backtick at position ${start} to escape it`,
  );
}

/**
 * The field of a struct schema that the names lead to, `undefined` when one of them does not exist.
 * @throws DataError when a name leads into something that is no struct.
 */
export function fieldAtPath(schema: Schema, path: readonly string[]): Field | undefined {
  let field: Field | undefined;
  let current = schema;
  for (const step of path) {
    field = fieldOf(current, step);
    if (field === undefined) return undefined;
    current = field.schema;
  }
  return field;
}

/**
 * The value in a struct or map that the names lead to: null when something on the way is null or, in a map, absent.
 * @param applyDefaults - whether unset fields of structs take their default.
 * @throws DataError when a name leads to no field of a struct, or into something that is neither struct nor map.
 */
export function valueAtPath(value: unknown, path: readonly string[], applyDefaults: boolean): unknown {
  let current = value;
  for (const step of path) {
    if (current === null || current === undefined) return null;
    if (isStruct(current)) {
      current = applyDefaults ? current.get(step) : current.getWithoutDefault(step);
    } else if (current instanceof Map) {
      current = current.get(step);
    } else {
      throw new DataError(
        `Only Map objects supported in absence of schema for [nested field access], found: ${javaClassNameOf(current)}`,
      );
    }
  }
  return current ?? null;
}
