import { isNotFound, type ConfigInfo, type ConfigInfos } from '@sluice/connect-api';
import type { HiddenTexts } from '../../config/secrets/hidden-texts.ts';
import { secretKeysOf, type IsSecret } from '../../config/secrets/secret-keys.ts';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';
import type { ConnectorCheck } from '../check/connector-check.ts';
import type {
  ConnectorConfig,
  ConnectorHealth,
  ConnectorInfo,
  ConnectorStatus,
  Herder,
  PutConnectorRequest,
  PutConnectorResult,
  RestartRequest,
  ServerInfo,
  SubmittedConfig,
  TaskInfo,
  TaskStatus,
} from '../herder.ts';
import type { ClusterInfo } from '../cluster-info.ts';
import type { InternalRequest, RequestOrigin } from '../request-origin.ts';
import type { TaskId } from '../../states.ts';
import { patchConfig } from '../patch-config.ts';
import { changesOf, refuseDisclosure } from './masked-patch.ts';
import { maskSecrets, maskText, secretTexts, unmaskSecrets } from './secret-mask.ts';

/**
 * A herder that shows no secrets: whoever reads a configuration gets masks, and whoever writes one back with masks in it
 * means the values that are stored.
 */
export class MaskingHerder implements Herder {
  readonly #herder: Herder;
  readonly #plugins: PluginRegistry;

  constructor(herder: Herder, plugins: PluginRegistry) {
    this.#herder = herder;
    this.#plugins = plugins;
  }

  onBehalfOf(origin: RequestOrigin): Herder {
    return new MaskingHerder(this.#herder.onBehalfOf(origin), this.#plugins);
  }

  get stage(): string | null {
    return this.#herder.stage;
  }

  get isReady(): boolean {
    return this.#herder.isReady;
  }

  async connectorInfo(name: string): Promise<ConnectorInfo> {
    return this.#masked(await this.#herder.connectorInfo(name));
  }

  async taskInfos(name: string): Promise<readonly TaskInfo[]> {
    const { config: connector } = await this.#herder.connectorInfo(name);
    const isSecret = await secretKeysOf(connector, this.#plugins);
    const secrets = secretTexts(connector, isSecret);
    const infos = await this.#herder.taskInfos(name);
    return infos.map(({ id, config }) => ({ id, config: maskTask(config, isSecret, secrets) }));
  }

  async putConnector(request: PutConnectorRequest): Promise<PutConnectorResult> {
    const { config, secrets } = await this.#unmasked(request.name, request.config);
    return secrets.guard(async () => {
      const result = await this.#herder.putConnector({ ...request, config });
      return { ...result, info: await this.#masked(result.info) };
    });
  }

  async patchConnectorConfig(name: string, patch: SubmittedConfig): Promise<ConnectorInfo> {
    const { config: stored } = await this.#herder.connectorInfo(name);
    const wasSecret = await secretKeysOf(stored, this.#plugins);
    const willBeSecret = await secretKeysOf(patchConfig(stored, patch), this.#plugins);
    const isSecret: IsSecret = (key) => wasSecret(key) || willBeSecret(key);
    const changes = changesOf(patch, stored, isSecret);
    refuseDisclosure(patchConfig(stored, changes), { stored, wasSecret, willBeSecret });
    return secretTexts({ ...stored, ...changes }, isSecret).guard(async () =>
      this.#masked(await this.#herder.patchConnectorConfig(name, changes)),
    );
  }

  async validateConfig(submitted: SubmittedConfig): Promise<ConfigInfos> {
    const { config, isSecret, secrets } = await this.#unmasked(submitted['name'] ?? '', submitted);
    return secrets.guard(async () => maskInfos(await this.#herder.validateConfig(config), isSecret, secrets));
  }

  async checkConnector(submitted: SubmittedConfig): Promise<ConnectorCheck> {
    const { config, isSecret, secrets } = await this.#unmasked(submitted['name'] ?? '', submitted);
    return secrets.guard(async () => {
      const { configInfos, ...check } = await this.#herder.checkConnector(config);
      return { ...check, configInfos: maskInfos(configInfos, isSecret, secrets) };
    });
  }

  clusterInfo(): Promise<ClusterInfo> {
    return this.#herder.clusterInfo();
  }

  /** Workers tell each other what is stored. */
  putTaskConfigs(
    connector: string,
    configs: readonly SubmittedConfig[],
    request: InternalRequest,
  ): Promise<void> {
    return this.#herder.putTaskConfigs(connector, configs, request);
  }

  fenceTasks(connector: string, request: InternalRequest): Promise<void> {
    return this.#herder.fenceTasks(connector, request);
  }

  serverInfo(): ServerInfo {
    return this.#herder.serverInfo();
  }

  ping(): Promise<void> {
    return this.#herder.ping();
  }

  connectors(): Promise<readonly string[]> {
    return this.#herder.connectors();
  }

  activeTopics(name: string): Promise<readonly string[]> {
    return this.#herder.activeTopics(name);
  }

  resetActiveTopics(name: string): Promise<void> {
    return this.#herder.resetActiveTopics(name);
  }

  connectorStatus(name: string): Promise<ConnectorStatus> {
    return this.#herder.connectorStatus(name);
  }

  taskStatus(id: TaskId): Promise<TaskStatus> {
    return this.#herder.taskStatus(id);
  }

  connectorHealth(name: string): Promise<ConnectorHealth> {
    return this.#herder.connectorHealth(name);
  }

  deleteConnector(name: string): Promise<void> {
    return this.#herder.deleteConnector(name);
  }

  pauseConnector(name: string): Promise<void> {
    return this.#herder.pauseConnector(name);
  }

  resumeConnector(name: string): Promise<void> {
    return this.#herder.resumeConnector(name);
  }

  stopConnector(name: string): Promise<void> {
    return this.#herder.stopConnector(name);
  }

  restartConnector(name: string): Promise<void> {
    return this.#herder.restartConnector(name);
  }

  restartTask(id: TaskId): Promise<void> {
    return this.#herder.restartTask(id);
  }

  restartConnectorAndTasks(request: RestartRequest): Promise<ConnectorStatus> {
    return this.#herder.restartConnectorAndTasks(request);
  }

  connectorOffsets(name: string): ReturnType<Herder['connectorOffsets']> {
    return this.#herder.connectorOffsets(name);
  }

  alterConnectorOffsets(...args: Parameters<Herder['alterConnectorOffsets']>): Promise<string> {
    return this.#herder.alterConnectorOffsets(...args);
  }

  resetConnectorOffsets(name: string): Promise<string> {
    return this.#herder.resetConnectorOffsets(name);
  }

  plugins(filter: { readonly connectorsOnly: boolean }): ReturnType<Herder['plugins']> {
    return this.#herder.plugins(filter);
  }

  brokenPlugins(): ReturnType<Herder['brokenPlugins']> {
    return this.#herder.brokenPlugins();
  }

  pluginConfig(pluginName: string, version?: string): ReturnType<Herder['pluginConfig']> {
    return this.#herder.pluginConfig(pluginName, version);
  }

  async #masked(info: ConnectorInfo): Promise<ConnectorInfo> {
    return { ...info, config: maskSecrets(info.config, await secretKeysOf(info.config, this.#plugins)) };
  }

  async #unmasked(name: string, submitted: SubmittedConfig): Promise<Unmasked> {
    const stored = await this.#stored(name);
    const isSecret = await secretKeysOf({ ...stored, ...submitted }, this.#plugins);
    const config = unmaskSecrets(submitted, stored, isSecret);
    return { config, isSecret, secrets: secretTexts(config, isSecret) };
  }

  async #stored(name: string): Promise<ConnectorConfig> {
    try {
      return (await this.#herder.connectorInfo(name)).config;
    } catch (error) {
      if (isNotFound(error)) return {};
      throw error;
    }
  }
}

interface Unmasked {
  readonly config: SubmittedConfig;
  readonly isSecret: IsSecret;
  readonly secrets: HiddenTexts;
}

/** A connector may have copied a secret under another key. */
function maskTask(config: TaskInfo['config'], isSecret: IsSecret, secrets: HiddenTexts): TaskInfo['config'] {
  const masked = Object.entries(maskSecrets(config, isSecret));
  return Object.fromEntries(masked.map(([key, text]) => [key, secrets.hide(text)]));
}

function maskInfos(infos: ConfigInfos, isSecret: IsSecret, secrets: HiddenTexts): ConfigInfos {
  return { ...infos, configs: infos.configs.map((info) => maskInfo(info, isSecret, secrets)) };
}

function maskInfo({ definition, value }: ConfigInfo, isSecret: IsSecret, secrets: HiddenTexts): ConfigInfo {
  if (value === null) return { definition, value };
  const shown = value.value !== null && isSecret(value.name) ? maskText(value.value) : value.value;
  return {
    definition,
    value: { ...value, value: shown, errors: value.errors.map((message) => secrets.hide(message)) },
  };
}
