import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeSourceConnector } from '@sluice/test-kit';
import { describe, it } from 'vitest';
import { aivenSource, confluentSource } from './source/source-plugins.ts';

const readme = new URL('../README.md', import.meta.url);
const runner = { describe, it };

for (const source of [confluentSource, aivenSource]) {
  describeSourceConnector(source, {
    readme,
    runner,
    value: (n) => `Struct{id=${n + 1},name=name ${n}}`,
    open: () => {
      const folder = mkdtempSync(join(tmpdir(), 'jdbc-compliance-'));
      const file = join(folder, 'shop.db');
      const database = new DatabaseSync(file, { timeout: 5000 });
      database.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)');
      const insert = database.prepare('INSERT INTO orders (name) VALUES (?)');
      return {
        config: {
          'connection.url': `jdbc:sqlite:${file}`,
          mode: 'incrementing',
          'topic.prefix': 'shop-',
          'poll.interval.ms': '50',
        },
        topic: 'shop-orders',
        add: (values) => {
          for (const value of values) insert.run(/name=(.*)}$/.exec(value)?.[1] ?? '');
        },
        close: () => {
          database.close();
          rmSync(folder, { recursive: true });
        },
      };
    },
  });
}
