import type { Converters } from '../pipeline/converters.ts';
import { propertiesUnder } from '../config/client-properties.ts';
import { chosenConverter, type ConverterRole } from '../config/converter-choice.ts';
import type { ConnectorConfig } from '../herder/herder.ts';
import type { PluginRegistry, VersionChoice } from '../plugins/plugin-registry.ts';

interface Choice {
  readonly name: string;
  readonly choice: VersionChoice;
  readonly options: Readonly<Record<string, string>>;
}

export interface ConverterSources {
  readonly worker: Readonly<Record<string, string>>;
  readonly connector: ConnectorConfig;
  readonly plugins: PluginRegistry;
  /** Where the connector lies; `null` for nowhere special. */
  readonly near: string | null;
}

/**
 * Makes the converters of a task.
 * @throws ConfigError when a class is not known or its options are wrong.
 */
export async function buildConverters(sources: ConverterSources): Promise<Converters> {
  const { plugins } = sources;
  const choices = {
    key: choose('key', sources),
    value: choose('value', sources),
    header: choose('header', sources),
  };
  const key = await plugins.converter(choices.key.name, choices.key.choice);
  const value = await plugins.converter(choices.value.name, choices.value.choice);
  const header = await plugins.headerConverter(choices.header.name, choices.header.choice);
  return {
    key: {
      className: key.className,
      version: key.version,
      converter: key.createConverter(choices.key.options, 'key'),
    },
    value: {
      className: value.className,
      version: value.version,
      converter: value.createConverter(choices.value.options, 'value'),
    },
    header: {
      className: header.className,
      version: header.version,
      // The registry answers only with classes that convert headers.
      converter: (header.createHeaderConverter as NonNullable<typeof header.createHeaderConverter>)({
        'converter.type': 'header',
        ...choices.header.options,
      }),
    },
  };
}

/** A connector that names a converter brings all its options; one that names none gets the worker's with theirs. */
function choose(role: ConverterRole, { worker, connector, near }: ConverterSources): Choice {
  const key = `${role}.converter`;
  const source = connector[key] === undefined ? worker : connector;
  const { name = '', choice } = chosenConverter(role, { worker, config: connector, near });
  return { name, choice, options: propertiesUnder(`${key}.`, source) };
}
