import type { Converters } from '../pipeline/converters.ts';
import { propertiesUnder } from '../config/client-properties.ts';
import { defaultHeaderConverter, type ConverterRole } from '../config/converter-choice.ts';
import type { ConnectorConfig } from '../herder/herder.ts';
import type { PluginRegistry } from '../plugins/plugin-registry.ts';

interface Choice {
  readonly className: string;
  readonly options: Readonly<Record<string, string>>;
}

export interface ConverterSources {
  readonly worker: Readonly<Record<string, string>>;
  readonly connector: ConnectorConfig;
  readonly plugins: PluginRegistry;
}

/**
 * Makes the converters of a task.
 * @throws ConfigError when a class is not known or its options are wrong.
 */
export async function buildConverters({ worker, connector, plugins }: ConverterSources): Promise<Converters> {
  const choices = {
    key: choose('key', worker, connector),
    value: choose('value', worker, connector),
    header: choose('header', worker, connector),
  };
  const key = await plugins.converter(choices.key.className);
  const value = await plugins.converter(choices.value.className);
  const header = await plugins.headerConverter(choices.header.className);
  return {
    key: { className: key.className, converter: key.createConverter(choices.key.options, 'key') },
    value: { className: value.className, converter: value.createConverter(choices.value.options, 'value') },
    header: {
      className: header.className,
      // The registry answers only with classes that convert headers.
      converter: (header.createHeaderConverter as NonNullable<typeof header.createHeaderConverter>)({
        'converter.type': 'header',
        ...choices.header.options,
      }),
    },
  };
}

/** A connector that names a converter brings all its options; one that names none gets the worker's with theirs. */
function choose(role: ConverterRole, worker: ConverterSources['worker'], connector: ConnectorConfig): Choice {
  const key = `${role}.converter`;
  const own = connector[key]?.trim();
  const source = own === undefined ? worker : connector;
  const className = own ?? worker[key]?.trim() ?? defaultHeaderConverter;
  return { className, options: propertiesUnder(`${key}.`, source) };
}
