import {
  ConnectError,
  errorCodeOf,
  isConnectError,
  type SinkOffsetChange,
  type SourceOffsetChange,
} from '@sluice/connect-api';
import type { ConnectorPlugin } from '../plugins/plugin-registry.ts';
import type { OffsetsAlteration } from '../task-host/offsets-alteration.ts';

/**
 * Asks a connector about changes of its offsets. Resolves to whether it knows that it reads the changed ones.
 * @throws ConnectError its objection.
 */
export async function alterOffsets(
  plugin: ConnectorPlugin,
  { name, config, changes }: OffsetsAlteration,
): Promise<boolean> {
  try {
    if (plugin.kind === 'source') {
      return (await plugin.alterOffsets?.(config, changes as readonly SourceOffsetChange[])) ?? false;
    }
    return (await plugin.alterOffsets?.(config, changes as readonly SinkOffsetChange[])) ?? false;
  } catch (error) {
    throw objection(error, plugin.kind, name);
  }
}

function objection(error: unknown, kind: 'source' | 'sink', name: string): unknown {
  if (isConnectError(error) && errorCodeOf(error) !== 'OFFSETS_UNSUPPORTED') return error;
  if (!isConnectError(error)) {
    const message = `Failed to modify offsets for ${kind} connector ${name}`;
    return new ConnectError(message, { code: 'OFFSETS_NOT_MODIFIED', cause: error });
  }
  return new ConnectError(
    `Failed to modify offsets for connector ${name} because it doesn't support external modification of offsets`,
    { code: 'OFFSETS_UNSUPPORTED', cause: error },
  );
}
