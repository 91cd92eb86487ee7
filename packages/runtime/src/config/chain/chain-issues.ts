import { isConfigError, parseConfig, type ConfigDefinition, type ConfigIssue } from '@sluice/connect-api';
import { propertiesUnder } from '../client-properties.ts';
import type { ConnectorConfig, SubmittedConfig } from '../../herder/herder.ts';
import { aliasesOf, predicateKind, transformationKind, type ChainKind } from './chain-kind.ts';
import { definitionFor } from './definition-for.ts';
import { choiceOfAlias, classOfAlias, type Around } from './plugin-version.ts';

/**
 * What is wrong with transformations and predicates although each of their options is good by itself. A Java worker
 * finds it when the task starts, or when the first record comes.
 */
export async function chainIssues(around: Around): Promise<ConfigIssue[]> {
  const { config } = around;
  const issues: ConfigIssue[] = unknownPredicates(config);
  for (const kind of [transformationKind, predicateKind]) {
    for (const alias of aliasesOf(config, kind)) {
      issues.push(...(await pluginIssues(kind, alias, around)));
    }
  }
  return issues;
}

function unknownPredicates(config: SubmittedConfig): ConfigIssue[] {
  const known = aliasesOf(config, predicateKind);
  return aliasesOf(config, transformationKind).flatMap((alias) => {
    const key = `transforms.${alias}.predicate`;
    const predicate = config[key]?.trim();
    if (predicate === undefined || known.includes(predicate)) return [];
    const shown = known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`;
    return [{ key, message: `The predicate '${predicate}' is not listed in predicates: ${shown}` }];
  });
}

async function pluginIssues(kind: ChainKind, alias: string, around: Around): Promise<ConfigIssue[]> {
  const prefix = `${kind.key}.${alias}.`;
  const options = propertiesUnder(prefix, around.config as ConnectorConfig);
  const name = classOfAlias(kind, alias, around);
  const plugin = await kind.load(around.plugins, name, choiceOfAlias(kind, alias, around));
  const parsed = parseConfig<ConfigDefinition>(definitionFor(plugin, options), options);
  const issues = plugin.validate?.(parsed) ?? [];
  if (issues.length > 0) return issues.map(({ key, message }) => ({ key: prefix + key, message }));
  return creationIssues(`${prefix}type`, () => {
    const made =
      plugin.kind === 'transformation' ? plugin.createTransformation(parsed) : plugin.createPredicate(parsed);
    made.close?.();
  });
}

/** What making it says is wrong: plugins that do not check their options across can still refuse them. */
function creationIssues(key: string, create: () => void): ConfigIssue[] {
  try {
    create();
    return [];
  } catch (error) {
    if (isConfigError(error)) return [{ key, message: error.message }];
    throw error;
  }
}
