/** Codes of configuration errors. */
export const configCodes = {
  CONFIG_INVALID: {
    errorClass: 'ConfigError',
    httpStatus: 400,
    exitCode: 2,
    explanation: 'The configuration contradicts itself, or does not fit what it is used for.',
    remedy: 'Change what the message names. To see every problem at once, have the configuration validated.',
  },
  CONFIG_KEY_MISSING: {
    errorClass: 'ConfigError',
    httpStatus: 400,
    exitCode: 2,
    explanation: 'A key that has no default was left out.',
    remedy: 'Add the key. Its documentation says what to put there.',
  },
  CONFIG_VALUE_INVALID: {
    errorClass: 'ConfigError',
    httpStatus: 400,
    exitCode: 2,
    explanation: 'The value of a key is not of its type, or not among the values it may have.',
    remedy: 'Write a value of the kind that the message asks for.',
  },
  OVERRIDE_NOT_ALLOWED: {
    errorClass: 'ConfigError',
    httpStatus: 400,
    exitCode: 2,
    javaClassName: 'org.apache.kafka.connect.errors.ConnectException',
    explanation:
      'The configuration of a connector overrides settings of its Kafka clients that `connector.client.config.override.policy` of the worker does not allow.',
    remedy: 'Remove the keys that the message names, or have the policy of the worker allow them.',
  },
  CONFIG_CLASS_NOT_FOUND: {
    errorClass: 'ConfigError',
    httpStatus: 400,
    exitCode: 2,
    explanation: 'A key names a class, by its full name or an alias, and no installed plugin has that name.',
    remedy: 'Correct the name (letter case counts), or install the plugin where `plugin.path` points to.',
  },
  PLUGIN_UNKNOWN: {
    errorClass: 'ConfigError',
    httpStatus: 400,
    exitCode: 3,
    javaClassName: 'org.apache.kafka.connect.errors.ConnectException',
    explanation: 'No installed plugin of the wanted kind has this class name or alias.',
    remedy: 'Choose one from the list in the message, or install the plugin where `plugin.path` points to.',
  },
  REST_EXTENSION_FAILED: {
    errorClass: 'ConfigError',
    httpStatus: 500,
    exitCode: 3,
    explanation:
      'A class in `rest.extension.classes` cannot do its work, so that the REST API would lack it.',
    remedy: 'The message says what it needs. Put that right, or take the class out of the list.',
  },
  PLUGIN_AMBIGUOUS: {
    errorClass: 'ConfigError',
    httpStatus: 400,
    exitCode: 3,
    javaClassName: 'org.apache.kafka.connect.errors.ConnectException',
    explanation: 'Several installed connectors have the alias that a configuration names.',
    remedy: 'Write the full class name of the one that is meant; the message lists them.',
  },
  PLUGIN_VERSION_UNKNOWN: {
    errorClass: 'ConfigError',
    httpStatus: 400,
    exitCode: 3,
    javaClassName: 'org.apache.kafka.connect.runtime.isolation.VersionedPluginLoadingException',
    explanation: 'A plugin is installed, but in no version that a configuration asks for.',
    remedy:
      'Ask for one of the versions in the message, or install the version where `plugin.path` points to.',
  },
  PLUGIN_BROKEN: {
    errorClass: 'ConfigError',
    httpStatus: 500,
    exitCode: 3,
    javaClassName: 'org.apache.kafka.connect.errors.ConnectException',
    explanation: 'An installed plugin cannot be loaded, or does not declare what its package promises.',
    remedy: 'The cause says why. Install a version of the plugin that fits this worker.',
  },
  CONFIG_PROVIDER_FAILED: {
    errorClass: 'ConfigError',
    httpStatus: 500,
    exitCode: 2,
    explanation:
      'A config provider could not look up what a configuration refers to as `${provider:path:key}`, for example because a file is gone.',
    remedy:
      'Put right what the message says. Then create or restart the connector, or start the worker again.',
  },
  CONFIG_FILE_UNREADABLE: {
    errorClass: 'ConfigError',
    httpStatus: 500,
    exitCode: 2,
    explanation: 'A properties file named on the command line does not exist or may not be read.',
    remedy: 'Correct the path, or let the user of the worker read the file.',
  },
  CONFIG_FILE_INVALID: {
    errorClass: 'ConfigError',
    httpStatus: 500,
    exitCode: 2,
    explanation:
      'A properties file breaks the rules of the format, such as `\\u` without four hexadecimal digits.',
    remedy: 'Correct the line that the message names. A backslash that stands for itself is written twice.',
  },
  CONNECTOR_FILE_INVALID: {
    errorClass: 'ConfigError',
    httpStatus: 500,
    exitCode: 3,
    explanation: 'A connector file is neither a JSON configuration nor properties with a connector name.',
    remedy: 'Give the connector a `name`. In JSON, also check the commas and quotes.',
  },
} as const;
