import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSourceConnector } from '@sluice/test-kit';
import { exampleSource } from '../src/source.ts';

describeSourceConnector(exampleSource, {
  readme: new URL('../README.md', import.meta.url),
  open: () => {
    const folder = mkdtempSync(join(tmpdir(), 'example-source-'));
    let files = 0;
    return {
      config: { folder, topic: 'files' },
      topic: 'files',
      add: (values) => {
        for (const value of values) {
          writeFileSync(join(folder, `${String(files++).padStart(6, '0')}.txt`), value);
        }
      },
      close: () => rmSync(folder, { recursive: true }),
    };
  },
});
