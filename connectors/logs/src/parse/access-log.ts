import { SchemaBuilder, schemas, Struct, TimestampSchema, type Schema } from '@sluice/connect-api';
import type { EventParser } from './event-parser.ts';

const optionalString = SchemaBuilder.string().optional().build();

function schemaOf(name: string, withAgent: boolean): Schema {
  const builder = SchemaBuilder.struct().name(`io.sluice.logs.${name}`);
  for (const field of ['host', 'identity', 'user']) builder.field(field, optionalString);
  builder.field('time', TimestampSchema.schema).field('request', schemas.string);
  for (const field of ['method', 'target', 'protocol']) builder.field(field, optionalString);
  builder.field('status', schemas.int32).field('bytes', SchemaBuilder.int64().optional().build());
  if (withAgent) builder.field('referer', optionalString).field('user_agent', optionalString);
  return builder.build();
}

const quoted = '"((?:[^"\\\\]|\\\\.)*)"';
const commonHead = `^(\\S+) (\\S+) (\\S+) \\[([^\\]]+)\\] ${quoted} (\\d{3}) (\\d+|-)`;
const layouts = {
  common: { schema: schemaOf('CommonAccess', false), pattern: new RegExp(`${commonHead}$`) },
  combined: {
    schema: schemaOf('CombinedAccess', true),
    pattern: new RegExp(`${commonHead} ${quoted} ${quoted}`),
  },
};

/** The access logs of web servers, as Apache calls their formats. */
export function accessLogParser(format: 'common' | 'combined'): EventParser {
  const { schema, pattern } = layouts[format];
  return (text) => {
    const [all, host, identity, user, time = '', request = '', status, bytes, referer, agent] =
      pattern.exec(text) ?? [];
    if (all === undefined) return `it is no line of the ${format} access log`;
    const timestampMs = accessTimeMs(time);
    if (timestampMs === null) return `its time is not understood: ${time}`;
    const [method, target, protocol] = partsOf(request);
    const struct = new Struct(schema)
      .put('host', presentOf(host))
      .put('identity', presentOf(identity))
      .put('user', presentOf(user))
      .put('time', new Date(timestampMs))
      .put('request', unescaped(request))
      .put('method', method)
      .put('target', target)
      .put('protocol', protocol)
      .put('status', Number(status))
      .put('bytes', bytes === '-' ? null : BigInt(bytes ?? 0));
    if (format === 'combined') struct.put('referer', presentOf(referer)).put('user_agent', presentOf(agent));
    return { schema, value: struct };
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const accessTime = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})$/;

/** `27/Nov/2026:10:15:30 +0100` in milliseconds since 1970; `null` for anything else. */
export function accessTimeMs(text: string): number | null {
  const [, day, month = '', year, time, zoneHours, zoneMinutes] = accessTime.exec(text) ?? [];
  const number = String(months.indexOf(month) + 1).padStart(2, '0');
  const ms = Date.parse(`${year}-${number}-${day}T${time}${zoneHours}:${zoneMinutes}`);
  return Number.isNaN(ms) ? null : ms;
}

/** Method, target and protocol of a request line; nothing where it is no such line. */
function partsOf(request: string): [string | null, string | null, string | null] {
  const [, method, target, protocol] = /^(\S+) (\S+)(?: (\S+))?$/.exec(request) ?? [];
  return [method ?? null, target ?? null, protocol ?? null];
}

function presentOf(text: string | undefined): string | null {
  return text === undefined || text === '-' ? null : unescaped(text);
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(["\\])/g, '$1') : text;
}
