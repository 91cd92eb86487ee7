import { SchemaBuilder, schemas, Struct } from '@sluice/connect-api';
import { describe, expect, inject, it } from 'vitest';
import { confluentSink } from '../../src/sink/sink-plugins.ts';
import { startSink, valued } from './running-sink.ts';
import { samples } from './type-samples.ts';
import { openTarget, type TargetName } from './target-database.ts';

const targets: readonly TargetName[] = ['sqlite', 'postgres15', 'postgres18', 'mariadb', 'mysql8'];

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'string' && value.startsWith('\\x') ? value : String(value);
}

/** Numbers and JSON are written in several ways. */
function comparable(family: string, type: string): (text: string) => string {
  if (type.startsWith('float')) return (text) => String(Number(text));
  return family === 'mysql' && /array|map|struct/.test(type)
    ? (text) => text.replaceAll(/([:,]) /g, '$1')
    : (text) => text;
}

describe.each(targets)('types written to %s', (name) => {
  const family = name.startsWith('postgres') ? 'postgres' : name === 'sqlite' ? 'sqlite' : 'mysql';

  it('fit a table that is created for them, and read back as they were', async () => {
    const target = await openTarget(name, inject('databases').url);
    const { config } = target;
    try {
      for (const [type, { schema, values, texts, other = {} }] of Object.entries(samples)) {
        const row = SchemaBuilder.struct().field('n', schemas.int32).field('v', schema).build();
        const sink = await startSink(confluentSink, {
          config: { ...config, 'auto.create': 'true', 'table.name.format': `t_${type}` },
        });
        await sink.put(...values.map((value, n) => valued(row, new Struct(row).put('n', n).put('v', value))));
        await sink.stop();
        const column = target.quote('v');
        const shown = family === 'postgres' && type === 'bytes' ? `encode(${column}, 'hex')` : column;
        const rows = await target.rows(`SELECT ${shown} FROM ${target.quote(`t_${type}`)} ORDER BY n`);
        const compared = comparable(family, type);
        expect([type, rows.map(([value]) => compared(textOf(value)))]).toEqual([
          type,
          (other[family] ?? texts).map(compared),
        ]);
      }
    } finally {
      await target.close();
    }
  });
});
