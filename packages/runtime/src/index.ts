export { ConnectorOffsets } from './herder/offsets/connector-offsets.ts';
export type { ConnectorCheck } from './herder/check/connector-check.ts';
export { openOffsets } from './herder/offsets/open-offsets.ts';
export type { ConnectorOffset, ExactJson } from './herder/offsets/offset-json.ts';
export type { ClusterInfo, ClusterWorker, PastRebalance } from './herder/cluster-info.ts';
export { RelayedAnswer } from './herder/relayed-answer.ts';
export type { InternalRequest, RequestOrigin } from './herder/request-origin.ts';
export type {
  ConnectorConfig,
  ConnectorHealth,
  ConnectorInfo,
  ConnectorStatus,
  Herder,
  InstanceHealth,
  InstanceStatus,
  PutConnectorRequest,
  PutConnectorResult,
  RestartRequest,
  ServerInfo,
  SubmittedConfig,
  TaskInfo,
  TaskStatus,
} from './herder/herder.ts';
export {
  formatTaskId,
  type ConnectorType,
  type InstanceState,
  type TargetState,
  type TaskId,
} from './states.ts';
export { workerAdminProperties } from './config/client-properties.ts';
export { parseConnectorFile, type ConnectorFile } from './config/connector-file.ts';
export { connectorKeys } from './config/keys/connector-keys.ts';
export { ConnectorValidator, type ValidatorOptions } from './config/connector-validator.ts';
export { configResolverOf, resolveWorkerProperties } from './config/providers/load-providers.ts';
export { parseProperties } from './config/properties/parse-properties.ts';
export { distributedKeys } from './config/keys/distributed-keys.ts';
export { restartKeys } from './config/keys/restart-keys.ts';
export { sinkKeys } from './config/keys/sink-keys.ts';
export { sourceKeys } from './config/keys/source-keys.ts';
export { standaloneKeys, workerKeys } from './config/keys/worker-keys.ts';
export { parseHeaderRules, type HeaderRule } from './config/rest/header-rules.ts';
export { loadRestExtensions, type ChosenRestExtension } from './config/rest/load-extensions.ts';
export { readRestTls, type RestTls } from './config/rest/rest-tls.ts';
export { parseWorkerConfig, type AnyWorkerConfig, type WorkerConfig } from './config/worker-config.ts';
export { recordMemoryLimitBytes, threadHeapLimitMib } from './config/memory-limits.ts';
export { MaskingHerder } from './herder/masking/masking-herder.ts';
export { StandaloneHerder } from './herder/standalone/standalone-herder.ts';
export type { RestartOutlook } from './restart/restarts.ts';
export { parseJavaLevel, type JavaLevel } from './logging/java-levels.ts';
export { LogTails } from './logging/log-tails.ts';
export { javaSystemProperties } from './jaas/java-options.ts';
export { parseLoginConfiguration, type LoginModule } from './jaas/login-configuration.ts';
export { logLevelOf } from './logging/log-level.ts';
export { loggerNames } from './logging/logger-names.ts';
export { Loggers } from './logging/loggers.ts';
export { createWorkerLog, type PartLog, type WorkerLog } from './logging/worker-log.ts';
export { metricGroups } from './metrics/groups/all-groups.ts';
export type { MetricGroup } from './metrics/declare/metric-declaration.ts';
export { metricFamily, type MetricNaming } from './metrics/exposition/family-names.ts';
export { HeldWork } from './metrics/worker/held-work.ts';
export { WorkerMeter } from './metrics/worker/worker-meter.ts';
export type { WorkerObserver } from './metrics/worker/worker-observer.ts';
export type { TransformChain } from './pipeline/transform-chain.ts';
export type {
  BrokenPlugin,
  ListedPlugin,
  PluginInfo,
  PluginPackage,
  PluginType,
} from './plugins/plugin-info.ts';
export { parsePluginManifest } from './plugins/plugin-manifest.ts';
export { pluginAliases } from './plugins/plugin-names.ts';
export { listedAs, type AnyPlugin } from './plugins/plugin-kinds.ts';
export { PluginRegistry } from './plugins/plugin-registry.ts';
export { registryOf } from './plugins/registry-of.ts';
export {
  scanPluginLocations,
  scanPluginPath,
  type LocationScan,
} from './plugins/plugin-path/scan-plugin-path.ts';
export { probePackage } from './plugins/probe/probe-package.ts';
export { probePlugins } from './plugins/probe/probe-plugins.ts';
export { FileOffsetStore } from './stores/file-offset-store.ts';
export { MemoryOffsetStore } from './stores/memory-offset-store.ts';
export type { OffsetStore } from './stores/offset-store.ts';
export { LocalHost } from './task-host/local-host.ts';
export { MeteredHost } from './task-host/metered-host.ts';
export type { TaskHost } from './task-host/task-host.ts';
export { ThreadHost, type ThreadHostOptions } from './task-host/thread/thread-host.ts';
export { MemoryActiveTopics, type ActiveTopic, type ActiveTopics } from './topics-in-use/active-topics.ts';
export { TopicTracking } from './topics-in-use/topic-tracking.ts';
export { buildTransforms } from './work/build-transforms.ts';
export { createKafkaAdmin, kafkaClients } from './work/kafka-clients.ts';
export { WorkFactory } from './work/work-factory.ts';
