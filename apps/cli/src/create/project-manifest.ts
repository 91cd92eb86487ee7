import { packageNameOf, type CreateArguments, type ProjectPart } from './create-arguments.ts';

/** The packed packages that a project builds on, from its folder. */
export interface VendoredPackages {
  readonly connectApi: string;
  readonly testKit: string;
}

/** What a project builds with, in the versions that Sluice builds with. */
export const toolVersions = { '@types/node': '24.12.0', typescript: '7.0.2' } as const;

/** What of each part a manifest lists, in the names of the template. */
const listed: Readonly<Record<ProjectPart, { readonly class: string; readonly type: string }>> = {
  source: { class: 'org.example.ExampleSourceConnector', type: 'source' },
  sink: { class: 'org.example.ExampleSinkConnector', type: 'sink' },
  converter: { class: 'org.example.ExampleConverter', type: 'converter' },
  transformation: { class: 'org.example.Example', type: 'transformation' },
};

/** The `package.json` of a project, in the names of the template. */
export function projectManifest({ kind, name, parts }: CreateArguments, vendored: VendoredPackages): object {
  return {
    name: packageNameOf(kind, name),
    version: '0.1.0',
    description: `A ${kind} for Kafka Connect.`,
    type: 'module',
    engines: { node: '>=24.12' },
    files: ['dist'],
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    scripts: {
      build: 'tsc',
      pretest: 'npm run build',
      test: 'tsc -p tsconfig.test.json && node --test "test/*.test.ts"',
      prepack: 'npm run build',
    },
    // Packed with the project: it is not on npm, and every plugin brings its own.
    bundleDependencies: ['@sluice/connect-api'],
    dependencies: { '@sluice/connect-api': `file:${vendored.connectApi}` },
    devDependencies: { '@sluice/test-kit': `file:${vendored.testKit}`, ...toolVersions },
    sluice: {
      api: 1,
      module: './dist/index.js',
      plugins: parts.map((part) => ({ ...listed[part], version: '0.1.0' })),
    },
  };
}

/** The module that exports the plugins, in the names of the template. */
export function projectIndex(parts: readonly ProjectPart[]): string {
  const names: Readonly<Record<ProjectPart, string>> = {
    source: 'exampleSource',
    sink: 'exampleSink',
    converter: 'exampleConverter',
    transformation: 'exampleTransformation',
  };
  const imports = parts.map((part) => `import { ${names[part]} } from './${part}.ts';\n`);
  const exported = parts.map((part) => names[part]).join(', ');
  return `${imports.join('')}\n/** What package.json lists. */\nexport const plugins = [${exported}];\n`;
}
