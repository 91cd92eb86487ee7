import {
  parseConfig,
  type ConfigIssue,
  type ConfigProperties,
  type ConfigValue,
  type SourceConnectorPlugin,
} from '@sluice/connect-api';
import type { ConnectorPlugin } from '../plugins/plugin-registry.ts';

const supportKey = 'exactly.once.support';
const boundaryKey = 'transaction.boundary';

/**
 * Whether a source can keep what its configuration promises, asked of the connector before anything is started
 * (KIP-618). Only workers of a cluster ask: on others the settings mean nothing.
 */
export function exactlyOnceIssues(
  plugin: ConnectorPlugin,
  values: readonly ConfigValue[],
  { config, isExactlyOnce }: { readonly config: ConfigProperties; readonly isExactlyOnce: boolean },
): ConfigIssue[] {
  if (plugin.kind !== 'source') return [];
  const issues: ConfigIssue[] = [];
  if (isChosen(values, supportKey, 'required')) {
    if (!isExactlyOnce) issues.push(refusal(supportKey, notEnabled));
    issues.push(...ask(supportKey, () => problemOfSupport(plugin, config)));
  }
  if (isChosen(values, boundaryKey, 'connector'))
    issues.push(...ask(boundaryKey, () => problemOfBoundaries(plugin, config)));
  return issues;
}

/** A value that is wrong already is no choice. */
function isChosen(values: readonly ConfigValue[], key: string, choice: string): boolean {
  const found = values.find(({ name }) => name === key);
  return found?.errors.length === 0 && String(found.value).toLowerCase() === choice;
}

function ask(key: string, problem: () => string | null): ConfigIssue[] {
  try {
    const message = problem();
    return message === null ? [] : [refusal(key, message)];
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : '';
    return [
      refusal(
        key,
        reason === ''
          ? `${unexpected}; please see the worker logs for more details.`
          : `${unexpected}: ${reason}`,
      ),
    ];
  }
}

function problemOfSupport(plugin: SourceConnectorPlugin, config: ConfigProperties): string | null {
  const support = plugin.exactlyOnceSupport?.(parseConfig(plugin.config, config)) ?? null;
  if (support === null) return notTold;
  return support === 'SUPPORTED' ? null : notSupported;
}

function problemOfBoundaries(plugin: SourceConnectorPlugin, config: ConfigProperties): string | null {
  if (plugin.canDefineTransactionBoundaries === undefined) return noBoundaries;
  const can: boolean | null | undefined = plugin.canDefineTransactionBoundaries(
    parseConfig(plugin.config, config),
  );
  if (can === null || can === undefined) return nullBoundaries;
  return can ? null : noBoundaries;
}

function refusal(key: string, message: string): ConfigIssue {
  return { key, message };
}

const unexpected = 'An unexpected error occurred during validation';
const notEnabled = 'This worker does not have exactly-once source support enabled.';
const notTold =
  'The connector does not implement the API required for preflight validation of exactly-once source support. Please ' +
  'consult the documentation for the connector to determine whether it supports exactly-once semantics, and then ' +
  'consider reconfiguring the connector to use the value "requested" for this property (which will disable this ' +
  'preflight check and allow the connector to be created).';
const notSupported = 'The connector does not support exactly-once semantics with the provided configuration.';
const noBoundaries =
  'The connector does not support connector-defined transaction boundaries with the given configuration. Please ' +
  'reconfigure it to use a different transaction boundary definition.';
const nullBoundaries =
  'This connector has returned a null value from its canDefineTransactionBoundaries method, which is not permitted. ' +
  'The connector will be treated as if it cannot define its own transaction boundaries, and cannot be configured with ' +
  "'transaction.boundary' set to 'connector'.";
