import { parseConfig, type CheckContext, type CheckFinding, type PluginLogger } from '@sluice/connect-api';
import type { HiddenTexts } from '../config/secrets/hidden-texts.ts';
import type { ConnectorConfig } from '../herder/herder.ts';
import type { ConnectorPlugin } from '../plugins/plugin-registry.ts';
import type { CheckFindings, SystemCheck } from '../task-host/system-check.ts';

export interface CheckParts {
  readonly log: PluginLogger;
  /** What findings must not show. */
  readonly secrets: HiddenTexts;
}

/**
 * Has a connector class look at the other system. What it throws is a finding; when the time is over it is told to end.
 * @param question - with a configuration whose references are resolved.
 */
export async function checkSystem(
  plugin: ConnectorPlugin,
  { name, config, timeoutMs }: SystemCheck,
  { log, secrets }: CheckParts,
): Promise<CheckFindings> {
  if (plugin.check === undefined) return null;
  const context = { connector: name, properties: config, log, signal: AbortSignal.timeout(timeoutMs) };
  const findings = await ownFindings(plugin, config, context);
  return findings.map((finding) => withoutSecrets(finding, secrets));
}

async function ownFindings(
  plugin: ConnectorPlugin,
  config: ConnectorConfig,
  context: CheckContext,
): Promise<readonly CheckFinding[]> {
  try {
    return (await plugin.check?.(parseConfig(plugin.config, config), context)) ?? [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ subject: 'the check', outcome: 'failed', message }];
  }
}

function withoutSecrets({ message, remedy, ...finding }: CheckFinding, secrets: HiddenTexts): CheckFinding {
  return {
    ...finding,
    message: secrets.hide(message),
    ...(remedy === undefined ? {} : { remedy: secrets.hide(remedy) }),
  };
}
