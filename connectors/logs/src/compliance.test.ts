import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSourceConnector } from '@sluice/test-kit';
import { describe, it } from 'vitest';
import { logSource } from './plugin.ts';

const runner = { describe, it };

describeSourceConnector(logSource, {
  readme: new URL('../README.md', import.meta.url),
  runner,
  open: () => {
    const folder = mkdtempSync(join(tmpdir(), 'log-compliance-'));
    const file = join(folder, 'app.log');
    return {
      config: { paths: file, topic: 'lines' },
      topic: 'lines',
      add: (values) => appendFileSync(file, values.map((value) => `${value}\n`).join('')),
      close: () => rmSync(folder, { recursive: true }),
    };
  },
});
