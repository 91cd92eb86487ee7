import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ladder-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function plant(files: Readonly<Record<string, string>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const config = join(root, '.dependency-cruiser.cjs');
  const command = join(root, 'node_modules/.bin/depcruise');
  const rooms = ['packages', 'connectors', 'transforms'].filter((room) =>
    Object.keys(files).some((path) => path.startsWith(room)),
  );
  const { stdout, status } = spawnSync(command, ['--config', config, ...rooms], {
    cwd: folder,
    encoding: 'utf8',
  });
  return `${status === 0 ? 'passed' : 'failed'}\n${stdout}`;
}

const harmless = 'export const value: number = 1;\n';

describe('the check of modules', () => {
  it.each([
    ['packages/connect-api/src/planted.ts', '../../runtime/src/x.ts', 'connect-api-imports-nothing'],
    ['packages/runtime/src/planted.ts', '../../kafka-protocol/src/x.ts', 'runtime-ladder'],
    ['connectors/file/src/planted.ts', '../../../packages/runtime/src/x.ts', 'plugins-see-the-api-only'],
    ['transforms/standard/src/planted.ts', '../../../packages/runtime/src/x.ts', 'plugins-see-the-api-only'],
    ['transforms/shared/src/planted.ts', '../../standard/src/x.ts', 'plugins-do-not-see-each-other'],
    ['packages/dev-broker/src/planted.ts', '../../kafka-client/src/x.ts', 'dev-broker-ladder'],
    ['packages/connect-api/src/planted.ts', 'node:fs', 'connect-api-needs-no-node-module'],
    ['packages/runtime/src/pipeline/planted.ts', '../herder/x.ts', 'pipeline-imports-no-sibling'],
  ])('refuses that %s imports %s', (path, target, rule) => {
    const imported = target.startsWith('.') ? { [join(dirname(path), target)]: harmless } : {};
    const planted = {
      ...imported,
      [path]: `import type * as planted from '${target}';\nexport type Planted = typeof planted;\n`,
    };
    expect(plant(planted)).toMatch(new RegExp(`^failed[^]*${rule}`));
  });

  it('lets a room import the one below it', () => {
    const files = {
      'packages/connect-api/src/x.ts': harmless,
      'packages/runtime/src/planted.ts': "export { value } from '../../connect-api/src/x.ts';\n",
    };
    expect(plant(files)).toMatch(/^passed/);
  });
});
