import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SinkConnectorPlugin } from '@sluice/connect-api';
import { describeSinkConnector } from '@sluice/test-kit';
import { describe, it } from 'vitest';
import { aivenSink, confluentSink, debeziumSink } from './sink-plugins.ts';

const runner = { describe, it };
const readme = new URL('../../README.md', import.meta.url);

/** A table of SQLite that takes no values with the letter x. */
function openTable(more: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'jdbc-sink-'));
  const path = join(folder, 'target.db');
  const database = new DatabaseSync(path);
  database.exec(`CREATE TABLE "rows" (record_value TEXT CHECK (record_value NOT LIKE '%x%'))`);
  return {
    config: { 'connection.url': `jdbc:sqlite:${path}`, ...more },
    delivered: () =>
      database
        .prepare('SELECT record_value FROM "rows"')
        .all()
        .map((row) => String(row['record_value'])),
    close: () => {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const variants: readonly (readonly [SinkConnectorPlugin, Readonly<Record<string, string>>])[] = [
  [confluentSink, { 'table.name.format': 'rows' }],
  [aivenSink, { 'topics.to.tables.mapping': 'tested-topic:rows' }],
  [debeziumSink, { 'collection.name.format': 'rows' }],
  [confluentSink, { 'table.name.format': 'rows', 'exactly.once.table': 'sluice_offsets' }],
];

for (const [plugin, config] of variants) {
  describeSinkConnector(plugin, {
    readme,
    runner,
    open: () => openTable(config),
    badValues: ['x', 'has an x', 'xx'],
  });
}
