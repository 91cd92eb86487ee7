import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCreateArguments, type CreateArguments } from './create-arguments.ts';
import { projectIndex, toolVersions } from './project-manifest.ts';
import { renamer } from './project-names.ts';
import { projectReadme } from './project-readme.ts';
import { templateFiles } from './templates.ts';

const argumentsOf = (...args: string[]) => parseCreateArguments(args) as CreateArguments;

describe('a project', () => {
  it('is called as it is to be', () => {
    const rename = renamer(argumentsOf('connector', 'acme-files-connector', '--namespace', 'com.acme'));
    expect(rename("'org.example.ExampleSinkConnector' exampleSink")).toBe(
      "'com.acme.AcmeFilesSinkConnector' acmeFilesSink",
    );
  });

  it('is built with what Sluice is built with', () => {
    const root = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(root.devDependencies).toMatchObject(toolVersions);
  });

  it('has only the files of what was asked for', () => {
    const paths = templateFiles('connector', ['sink']).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['.gitignore', 'tsconfig.json', 'src/sink-task.ts', 'test/sink.test.ts']),
    );
    expect(paths.filter((path) => path.includes('source'))).toEqual([]);
    expect(projectIndex(['sink'])).not.toContain('Source');
    expect(projectReadme(argumentsOf('connector', 'a', '--sink'))).not.toContain('## Source');
  });
});
