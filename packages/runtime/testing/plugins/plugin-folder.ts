import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary folder with files in it. */
export class PluginFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'sluice-plugins-'));

  /** Writes a file and resolves its path. */
  write(name: string, content: string): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Writes a package whose module exports nothing of what it lists, unless told what. */
  package(folder: string, { sluice, module = '' }: { sluice?: object; module?: string } = {}): string {
    const name = `@example/${folder.split('/').at(-1) ?? folder}`;
    const plugins = [{ class: `org.example.${name.slice(9)}Connector`, type: 'sink', version: '1' }];
    const section = sluice ?? { module: './index.mjs', plugins };
    this.write(`${folder}/package.json`, JSON.stringify({ name, sluice: section }));
    this.write(`${folder}/index.mjs`, module);
    return join(this.path, folder);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
