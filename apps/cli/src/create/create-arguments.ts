import { parseArgs } from 'node:util';

/** What `sluice create` can make. */
export const projectKinds = ['connector', 'converter', 'transformation'] as const;
export type ProjectKind = (typeof projectKinds)[number];

/** A part of a project: a connector may be a source, a sink or both. */
export type ProjectPart = 'source' | 'sink' | 'converter' | 'transformation';

export interface CreateArguments {
  readonly kind: ProjectKind;
  /** As it was given: words in lower case, with hyphens. */
  readonly name: string;
  /** Where the project is to be; it must not be there yet. */
  readonly directory: string;
  /** What the names of classes begin with. */
  readonly namespace: string;
  readonly parts: readonly ProjectPart[];
}

export const createUsage = `Usage: sluice create connector|converter|transformation NAME [options]

Makes a project for a plugin of your own: TypeScript, with an example that works and tests that pass. NAME is in lower
case, with hyphens between words: acme-files.

Options:
  --directory DIR    where to make it (./NAME-connector, and so on)
  --namespace NAME   what names of classes begin with (org.example)
  --source, --sink   of a connector, make only that (both)
`;

/**
 * Reads the arguments of `sluice create`; `null` when they ask for the usage.
 * @throws Error saying what is wrong.
 */
export function parseCreateArguments(args: readonly string[]): CreateArguments | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      directory: { type: 'string' },
      namespace: { type: 'string', default: 'org.example' },
      source: { type: 'boolean', default: false },
      sink: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const [kindText = '', name = '', extra] = positionals;
  const kind = projectKinds.find((known) => known === kindText);
  if (kind === undefined)
    throw new Error(`What is to be made is one of ${projectKinds.join(', ')}, not "${kindText}"`);
  if (extra !== undefined) throw new Error(`One name is enough: "${extra}" is too much`);
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) {
    throw new Error(`NAME is "${name}"; it has to be words in lower case with hyphens, as acme-files`);
  }
  const { namespace } = values;
  if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(namespace)) {
    throw new Error(`--namespace is "${namespace}"; it has to be words with dots, as com.acme`);
  }
  return {
    kind,
    name,
    directory: values.directory ?? packageNameOf(kind, name),
    namespace,
    parts: partsOf(kind, values),
  };
}

/** The name of the package: it says what it is. */
export function packageNameOf(kind: ProjectKind, name: string): string {
  return name.endsWith(`-${kind}`) ? name : `${name}-${kind}`;
}

function partsOf(
  kind: ProjectKind,
  { source, sink }: { readonly source: boolean; readonly sink: boolean },
): readonly ProjectPart[] {
  if (kind !== 'connector') {
    if (source || sink) throw new Error('--source and --sink are for connectors');
    return [kind];
  }
  if (source === sink) return ['sink', 'source'];
  return source ? ['source'] : ['sink'];
}
