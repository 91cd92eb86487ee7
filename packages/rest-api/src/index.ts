export {
  connectorInfo,
  connectorState,
  connectorStateInfo,
  connectorTaskId,
  createConnectorRequest,
  createdConnector,
  expandedConnector,
  instanceHealth,
  restartOutlook,
  storedConfig,
  submittedConfig,
  taskInfo,
  taskProgress,
  taskState,
  type ConnectorInfo,
  type ConnectorState,
  type ConnectorStateInfo,
  type ConnectorTaskId,
  type CreateConnectorRequest,
  type CreatedConnector,
  type ExpandedConnector,
  type InstanceHealth,
  type RestartOutlook,
  type StoredConfig,
  type SubmittedConfig,
  type TaskInfo,
  type TaskProgress,
  type TaskState,
} from './bodies/connector-bodies.ts';
export { errorMessage, type ErrorMessage } from './bodies/error-body.ts';
export {
  connectorOffset,
  connectorOffsets,
  offsetsMessage,
  type ConnectorOffset,
  type ConnectorOffsets,
  type OffsetsMessage,
} from './bodies/offset-bodies.ts';
export {
  checkFinding,
  configInfo,
  configInfos,
  configKeyInfo,
  configValueInfo,
  connectorCheck,
  pluginInfo,
  type CheckFinding,
  type ConfigInfo,
  type ConfigInfos,
  type ConfigKeyInfo,
  type ConfigValueInfo,
  type ConnectorCheck,
  type PluginInfo,
} from './bodies/plugin-bodies.ts';
export { loggerLevel, type LoggerLevel } from './bodies/logger-bodies.ts';
export {
  clusterInfo,
  serverInfo,
  workerHealth,
  type ClusterInfo,
  type ServerInfo,
  type WorkerHealth,
} from './bodies/worker-bodies.ts';
export {
  createRestClient,
  type CallOptions,
  type CallParameters,
  type HttpRequest,
  type HttpResponse,
  type RestClient,
  type RestClientOptions,
  type RouteArguments,
} from './client/rest-client.ts';
export { RestError, RestUnreachableError } from './client/rest-errors.ts';
export { decodeBody } from './json/decode-body.ts';
export { RequestBodyError } from './json/request-body-error.ts';
export { openApiDocument } from './openapi/openapi-document.ts';
export { pathPattern, readPathParams } from './route/route-path.ts';
export { readQuery } from './route/route-query.ts';
export type { AnswerBodyOf, AnswerOf, PathValues, QueryValues, RequestBodyOf } from './route/route-values.ts';
export type { Answer, Failure, HttpMethod, PathParam, QueryParam, Route } from './route/route.ts';
export { routes, type RouteName, type Routes } from './routes/routes.ts';
export type { AnswerShape, BodyOf, JsonValue, Shape } from './shape/shape.ts';
