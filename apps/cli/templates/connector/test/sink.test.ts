import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSinkConnector } from '@sluice/test-kit';
import { exampleSink } from '../src/sink.ts';

describeSinkConnector(exampleSink, {
  readme: new URL('../README.md', import.meta.url),
  badValues: [''],
  open: () => {
    const folder = mkdtempSync(join(tmpdir(), 'example-sink-'));
    return {
      config: { folder },
      delivered: () => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')),
      close: () => rmSync(folder, { recursive: true }),
    };
  },
});
