import { isConnectError, type CheckFinding, type ConfigInfos } from '@sluice/connect-api';
import type { TaskHost } from '../../task-host/task-host.ts';
import type { CheckFindings } from '../../task-host/system-check.ts';
import type { ConnectorConfig, SubmittedConfig } from '../herder.ts';

/** What a dry run of a connector found; nothing was created or changed. */
export interface ConnectorCheck {
  /** Neither the configuration nor the other system stands in the way. */
  readonly isGood: boolean;
  readonly configInfos: ConfigInfos;
  /** `null` where the other system was not looked at: the configuration is wrong, or the class has nothing to look at. */
  readonly findings: CheckFindings;
}

export interface CheckParts {
  readonly validator: { validate(config: SubmittedConfig): Promise<ConfigInfos> };
  readonly host: Pick<TaskHost, 'checkSystem'>;
}

const timeoutMs = 30_000;

/**
 * Checks a configuration, and where that is good has the connector look at the other system.
 * @throws BadRequestError when it names no connector class, ConfigError when there is no such class.
 */
export async function checkConnector(
  submitted: SubmittedConfig,
  { validator, host }: CheckParts,
): Promise<ConnectorCheck> {
  const configInfos = await validator.validate(submitted);
  if (configInfos.error_count > 0) return { isGood: false, configInfos, findings: null };
  const config = withoutNulls(submitted);
  const name = config['name'] ?? config['connector.class'] ?? '';
  const findings = await host.checkSystem({ name, config, timeoutMs }).catch(asFindings);
  const isGood = findings?.every(({ outcome }) => outcome !== 'failed') ?? true;
  return { isGood, configInfos, findings };
}

function withoutNulls(submitted: SubmittedConfig): ConnectorConfig {
  return Object.fromEntries(
    Object.entries(submitted).filter(([, value]) => value !== null),
  ) as ConnectorConfig;
}

/** A check that does not end says something about the other system, too. */
function asFindings(error: unknown): readonly CheckFinding[] {
  if (!isConnectError(error)) throw error;
  return [{ subject: 'the check', outcome: 'failed', message: error.message }];
}
