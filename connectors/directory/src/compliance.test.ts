import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSinkConnector } from '@sluice/test-kit';
import { describe, it } from 'vitest';
import { directorySink } from './plugin.ts';

describeSinkConnector(directorySink, {
  readme: new URL('../README.md', import.meta.url),
  runner: { describe, it },
  open: () => {
    const directory = mkdtempSync(join(tmpdir(), 'directory-compliance-'));
    const folder = join(directory, 'topics', 'tested-topic', 'partition=0');
    return {
      config: {
        directory,
        'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
        'value.converter.schemas.enable': 'false',
        'format.class': 'json',
        'flush.size': '7',
        'rotate.interval.ms': '100',
      },
      delivered: () =>
        existsSync(folder)
          ? readdirSync(folder).flatMap((file) =>
              readFileSync(join(folder, file), 'utf8')
                .split('\n')
                .filter((line) => line !== ''),
            )
          : [],
      close: () => rmSync(directory, { recursive: true }),
    };
  },
  value: (n) => JSON.stringify({ n }),
});
