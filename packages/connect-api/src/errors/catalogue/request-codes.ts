/** Codes of requests that cannot be served as they are. */
export const requestCodes = {
  PLUGIN_TYPE_NOT_LISTED: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 1,
    explanation:
      'The plugin is of a kind whose keys the REST API does not describe, such as a config provider.',
    remedy: 'Look up its keys in `docs/configuration.md` or in the documentation of the plugin.',
  },
  PLUGIN_VERSION_INVALID: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 3,
    explanation: 'What should say which version of a plugin is wanted is neither a version nor a range.',
    remedy: 'Write it like `1.2`, `[1.2]`, `[1.0,2.0)`, `(,1.5]` or `latest`.',
  },
  PLUGIN_VERSION_NOT_FOUND: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 1,
    explanation: 'A plugin is installed, but in no version that a request asks for.',
    remedy: 'Ask for one of the versions in the message.',
  },
  TOPIC_TRACKING_DISABLED: {
    errorClass: 'ConnectError',
    httpStatus: 403,
    exitCode: 1,
    explanation: 'The worker does not keep which topics connectors work with.',
    remedy: 'Set `topic.tracking.enable` of the worker to true and restart it.',
  },
  TOPIC_RESET_DISABLED: {
    errorClass: 'ConnectError',
    httpStatus: 403,
    exitCode: 1,
    explanation: 'The worker does not let anybody forget which topics connectors have worked with.',
    remedy: 'Set `topic.tracking.allow.reset` of the worker to true and restart it, or remove the connector.',
  },
  REQUEST_INVALID: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 1,
    explanation: 'The request makes no sense as it is.',
    remedy: 'Correct the part of the request that the message names.',
  },
  CONNECTOR_CONFIG_INVALID: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 3,
    explanation: 'The configuration of the connector has problems; the message lists all of them.',
    remedy: 'Correct every line of the list. The validate endpoint gives the same list key by key.',
  },
  CONNECTOR_NAME_MISMATCH: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 3,
    explanation:
      'The `name` in the configuration differs from the name the connector is created or changed under.',
    remedy: 'Leave `name` out of the configuration, or make both the same.',
  },
  CONNECTOR_NOT_STOPPED: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 1,
    explanation: 'Offsets can be altered and reset only while nothing moves them.',
    remedy: 'Stop the connector with `PUT /connectors/{connector}/stop`, change its offsets, then resume it.',
  },
  CONNECTOR_CLASS_MISSING: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 3,
    explanation: 'The configuration does not say which connector to run.',
    remedy: 'Set `connector.class` to the class name or alias of an installed connector.',
  },
  CONNECTOR_CLASS_MISMATCH: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 1,
    explanation: 'The plugin in the path of a validation request is not the one in `connector.class`.',
    remedy: 'Name the same plugin in both places, spelled the same way.',
  },
  CREDENTIALS_MALFORMED: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 1,
    explanation: 'The `Authorization` header says `Basic`, but what follows is not written in Base64.',
    remedy: 'Send `Basic ` and the Base64 form of `user:password`.',
  },
  REQUEST_UNSIGNED: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 1,
    explanation:
      'Only workers may make this request of each other, and this one is not signed, or not as this worker accepts it.',
    remedy:
      'Leave such requests to the workers. If a worker made it, give all the same `inter.worker.*` settings.',
  },
  SIGNATURE_INVALID: {
    errorClass: 'ConnectError',
    httpStatus: 403,
    exitCode: 1,
    explanation:
      'A request between workers was signed with another key than that of this cluster, or was changed.',
    remedy:
      'Nothing, if it happens once when the key changes: workers try again. Else look for who sends it.',
  },
  SESSION_KEY_UNKNOWN: {
    errorClass: 'ConnectError',
    httpStatus: 503,
    exitCode: 1,
    explanation: 'The worker has just started and does not know the key with which workers sign requests.',
    remedy: 'Wait; workers try again.',
  },
  NOT_FOUND: {
    errorClass: 'NotFoundError',
    httpStatus: 404,
    exitCode: 1,
    explanation: 'What the request names does not exist.',
    remedy: 'Check the name; letter case counts.',
  },
  CONNECTOR_NOT_FOUND: {
    errorClass: 'NotFoundError',
    httpStatus: 404,
    exitCode: 1,
    explanation: 'No connector has this name.',
    remedy: 'List the connectors and check the name; letter case counts. It may have been deleted meanwhile.',
  },
  TASK_NOT_FOUND: {
    errorClass: 'NotFoundError',
    httpStatus: 404,
    exitCode: 1,
    explanation: 'The connector has no task with this number.',
    remedy: 'List the tasks of the connector. A stopped connector has none.',
  },
  LOGGER_NOT_FOUND: {
    errorClass: 'NotFoundError',
    httpStatus: 404,
    exitCode: 1,
    explanation: 'The worker has no logger of this name.',
    remedy: 'List the loggers with `GET /admin/loggers`. Setting the level of a logger creates it.',
  },
  LOG_LEVEL_UNKNOWN: {
    errorClass: 'NotFoundError',
    httpStatus: 404,
    exitCode: 1,
    explanation: 'There is no log level of this name.',
    remedy: 'Use one of OFF, FATAL, ERROR, WARN, INFO, DEBUG, TRACE and ALL, in any letter case.',
  },
  LOG_LEVEL_MISSING: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 1,
    explanation: 'The request to set the level of a logger does not say which level.',
    remedy: 'Send a body such as `{"level":"DEBUG"}`.',
  },
  STATUS_NOT_FOUND: {
    errorClass: 'NotFoundError',
    httpStatus: 404,
    exitCode: 1,
    explanation: 'Nothing is known yet of the state of this connector or task.',
    remedy: 'Check the name. Right after a connector was created, ask again a moment later.',
  },
  PLUGIN_NOT_FOUND: {
    errorClass: 'NotFoundError',
    httpStatus: 404,
    exitCode: 1,
    explanation: 'No installed plugin has this class name or alias.',
    remedy: 'List the plugins, or install this one where `plugin.path` points to.',
  },
  CONFLICT: {
    errorClass: 'ConflictError',
    httpStatus: 409,
    exitCode: 1,
    explanation: 'The request contradicts something that exists or happens at the same time.',
    remedy: 'Look at the present state, then decide whether to ask again.',
  },
  LEADER_UNKNOWN: {
    errorClass: 'ConflictError',
    httpStatus: 409,
    exitCode: 1,
    explanation:
      'The request is for the worker that leads the cluster, or for the one that has the connector or task, and at the moment nobody knows which one that is.',
    remedy: 'Ask again in a moment: the work of the cluster is just being divided among its workers.',
  },
  REBALANCE_UNDERWAY: {
    errorClass: 'ConflictError',
    httpStatus: 409,
    exitCode: 1,
    explanation:
      'Configurations have changed, or the work of the cluster is being divided among its workers, so that the request could reach the wrong one or rest on what no longer holds.',
    remedy: 'Ask again in a moment.',
  },
  NOT_IN_A_CLUSTER: {
    errorClass: 'BadRequestError',
    httpStatus: 400,
    exitCode: 1,
    explanation:
      'The request is one that workers of a cluster make of each other, and this worker stands alone.',
    remedy: 'Leave such requests to the workers of a cluster, which `connect-distributed` starts.',
  },
  FORWARDING_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'The worker that the request was for did not answer the worker that it was sent to, or not as a worker does.',
    remedy:
      'See that all workers reach each other at what `rest.advertised.host.name`, `rest.advertised.port` and `rest.advertised.listener` say of them, then ask again.',
  },
  CONNECTOR_EXISTS: {
    errorClass: 'ConflictError',
    httpStatus: 409,
    exitCode: 3,
    explanation: 'A connector with this name exists already, and creating does not replace.',
    remedy: 'Choose another name, or change the existing connector by putting its configuration.',
  },
  REQUEST_TIMED_OUT: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The worker did not finish the request in time. The work goes on: it was not cancelled.',
    remedy: 'Look at the state before asking again. The message names what the worker is busy with.',
  },
} as const;
