import { parseConfig } from '@sluice/connect-api';
import { connectorKeys } from '../config/keys/connector-keys.ts';
import type { ConnectorConfig } from '../herder/herder.ts';
import type { ErrorPolicy } from '../pipeline/error-handler.ts';

/** How a connector wants failed records to be dealt with. */
export function errorPolicyOf(config: ConnectorConfig): ErrorPolicy {
  const values = parseConfig(connectorKeys, config);
  return {
    tolerance: values['errors.tolerance'],
    retryTimeoutMs: Number(values['errors.retry.timeout']),
    retryDelayMaxMs: Number(values['errors.retry.delay.max.ms']),
    logErrors: values['errors.log.enable'],
    logRecords: values['errors.log.include.messages'],
  };
}
