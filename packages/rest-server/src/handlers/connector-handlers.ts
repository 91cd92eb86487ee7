import { isNotFound } from '@sluice/connect-api';
import type { CreateConnectorRequest, ExpandedConnector } from '@sluice/rest-api';
import type { Herder, TargetState } from '@sluice/runtime';
import { refuseRenaming, trimName, withConnectorName } from './connector-name.ts';
import type { HandlersOf } from './handler.ts';
import { requestedOffsets } from './offset-handlers.ts';
import { connectorStateInfo, healthIfWanted } from './status-bodies.ts';

type ConnectorRoute =
  | 'listConnectors'
  | 'createConnector'
  | 'getConnector'
  | 'deleteConnector'
  | 'getConnectorConfig'
  | 'putConnectorConfig'
  | 'patchConnectorConfig'
  | 'getConnectorStatus';

const targetStates = {
  running: 'STARTED',
  paused: 'PAUSED',
  stopped: 'STOPPED',
} as const satisfies Record<NonNullable<CreateConnectorRequest['initial_state']>, TargetState>;

export const connectorHandlers: HandlersOf<ConnectorRoute> = {
  async listConnectors({ herder, query: { expand } }) {
    const names = await herder.connectors();
    if (expand === null) return { status: 200, body: names };
    const entries = await Promise.all(names.map((name) => expandConnector(herder, name, expand)));
    return { status: 200, body: Object.fromEntries(entries.filter((entry) => entry !== null)) };
  },

  async createConnector({ herder, body }) {
    const name = trimName(body.name ?? '');
    const config = withConnectorName(name, body.config);
    const initialState = targetStates[body.initial_state ?? 'running'];
    const initialOffsets = body.initial_offsets ?? null;
    const { info, offsetsStatus } = await herder.putConnector({
      name,
      config,
      initialState,
      ...(initialOffsets === null ? {} : { initialOffsets: requestedOffsets(initialOffsets) }),
      allowReplace: false,
    });
    const status = offsetsStatus === undefined ? {} : { offsets_status: offsetsStatus };
    return { status: 201, body: { ...info, ...status }, createdConnector: name };
  },

  async getConnector({ herder, path }) {
    return { status: 200, body: await herder.connectorInfo(path.connector) };
  },

  async deleteConnector({ herder, path }) {
    await herder.deleteConnector(path.connector);
    return { status: 204, body: null };
  },

  async getConnectorConfig({ herder, path }) {
    const { config } = await herder.connectorInfo(path.connector);
    return { status: 200, body: config };
  },

  async putConnectorConfig({ herder, path: { connector: name }, body }) {
    const config = withConnectorName(name, body);
    const { created, info } = await herder.putConnector({ name, config, allowReplace: true });
    return created ? { status: 201, body: info, createdConnector: name } : { status: 200, body: info };
  },

  async patchConnectorConfig({ herder, path: { connector: name }, body }) {
    refuseRenaming(name, body);
    return { status: 200, body: await herder.patchConnectorConfig(name, body) };
  },

  async getConnectorStatus({ herder, path, query: { expand } }) {
    const status = await herder.connectorStatus(path.connector);
    const health = await healthIfWanted(herder, path.connector, expand);
    return { status: 200, body: connectorStateInfo(status, health) };
  },
};

/** `null` when it was deleted meanwhile, or its status is wanted and not known yet. */
async function expandConnector(
  herder: Herder,
  name: string,
  wanted: readonly string[],
): Promise<[string, ExpandedConnector] | null> {
  try {
    const wantsStatus = wanted.includes('status') || wanted.includes('health');
    const [info, status, health] = await Promise.all([
      wanted.includes('info') ? herder.connectorInfo(name) : null,
      wantsStatus ? herder.connectorStatus(name) : null,
      healthIfWanted(herder, name, wanted),
    ]);
    const expanded = {
      ...(info === null ? {} : { info }),
      ...(status === null ? {} : { status: connectorStateInfo(status, health) }),
    };
    return [name, expanded];
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
