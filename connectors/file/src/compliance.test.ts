import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSinkConnector, describeSourceConnector } from '@sluice/test-kit';
import { describe, it } from 'vitest';
import { fileSink, fileSource } from './plugin.ts';

const readme = new URL('../README.md', import.meta.url);
const runner = { describe, it };

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'file-compliance-'));
  return { file: join(folder, 'lines.txt'), close: () => rmSync(folder, { recursive: true }) };
}

describeSinkConnector(fileSink, {
  readme,
  runner,
  open: () => {
    const { file, close } = temporaryFolder();
    return {
      config: { file },
      delivered: () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []),
      close,
    };
  },
});

describeSourceConnector(fileSource, {
  readme,
  runner,
  open: () => {
    const { file, close } = temporaryFolder();
    return {
      config: { file, topic: 'lines' },
      topic: 'lines',
      add: (values) => appendFileSync(file, values.map((value) => `${value}\n`).join('')),
      close,
    };
  },
});
