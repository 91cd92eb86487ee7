export {
  embedDefinition,
  groupsOf,
  mergeDefinitions,
  sortedKeys,
  withPrefix,
  type Embedding,
  type Prefixed,
} from './config/compose-definitions.ts';
export { defineConfig, type ConfigDefinition, type ConfigOf } from './config/config-definition.ts';
export {
  configInfos,
  describeKey,
  describeValue,
  type ConfigInfo,
  type ConfigInfos,
  type ConfigKeyInfo,
  type ConfigValueInfo,
} from './config/config-infos.ts';
export type { ConfigIssue } from './config/config-issue.ts';
export type {
  ConfigKey,
  ConfigType,
  GivenKeyOptions,
  Importance,
  KeyOptions,
  NullableKeyOptions,
  PresentKeyOptions,
  Width,
} from './config/config-key.ts';
export { renderConfigMarkdown } from './config/config-markdown.ts';
export {
  boolean,
  double,
  int,
  list,
  long,
  password,
  pluginClass,
  short,
  string,
} from './config/key-types.ts';
export { parseConfig, type ConfigProperties, type ParseOptions } from './config/parse-config.ts';
export type { ParsedValues, Recommender } from './config/recommender.ts';
export {
  validateConfig,
  withIssues,
  type ConfigValue,
  type ValidateOptions,
} from './config/validate-config.ts';
export { allOf } from './config/validators/all-of.ts';
export { listAmong, listOfNames, listSize, type ListOptions } from './config/validators/list-validators.ts';
export { atLeast, between } from './config/validators/range.ts';
export {
  caseInsensitiveOneOf,
  nonEmptyString,
  nonEmptyStringWithoutControlChars,
  nonNull,
  oneOf,
  regularExpression,
} from './config/validators/string-validators.ts';
export { refusal, type CheckedValue, type Validator } from './config/validators/validator.ts';
export { parseDouble } from './config/values/double-text.ts';
export { parseInteger } from './config/values/integer-text.ts';
export type { ClassResolver } from './config/values/parse-value.ts';
export { Password } from './config/values/password.ts';
export { trimBlanks } from './config/values/trimmed-text.ts';
export { formatConfigValue } from './config/values/value-text.ts';

export {
  defineConverter,
  defineHeaderConverter,
  type ByteRange,
  type Converter,
  type ConverterPlugin,
  type ConverterUse,
  type ConvertTarget,
  type Encoded,
  type EncodedHeader,
  type HeaderConverter,
  type HeaderConverterPlugin,
  type HeaderTarget,
} from './convert/converter.ts';

export { counterpartOf, type Counterpart } from './data/calendar/calendar-cycle.ts';
export { epochMsOf, FarInstant, instantAt } from './data/calendar/far-instant.ts';
export { fromEpochMs, msPerDay, toEpochMs, type WallTime } from './data/calendar/hybrid-calendar.ts';
export { fieldAtPath, parseFieldPath, valueAtPath, type FieldSyntax } from './data/field-path.ts';
export { ChosenLeaves, type LeafChoice } from './data/deferred/chosen-leaves.ts';
export { DeferredMap, isDeferredMap, withoutDeferral } from './data/deferred/deferred-map.ts';
export { writeDeferredText } from './data/deferred/deferred-text.ts';
export type { LayoutEntry, MapLayout } from './data/deferred/map-layout.ts';
export { Utf8Buffer } from './data/deferred/utf8-buffer.ts';
export { ConnectHeaders, type Header, type Headers } from './data/headers.ts';
export { IdentityCache } from './data/identity-cache.ts';
export { javaClassNameOf } from './data/java/class-name.ts';
export { formatJavaText } from './data/java/java-text.ts';
export { LinkedMap } from './data/java/linked-map.ts';
export { DateSchema } from './data/logical/date-schema.ts';
export { decodeBigEndian, DecimalSchema, encodeBigEndian } from './data/logical/decimal-schema.ts';
export { logicalTypeOf, type LogicalType } from './data/logical/logical-names.ts';
export { TimeSchema } from './data/logical/time-schema.ts';
export { TimestampSchema } from './data/logical/timestamp-schema.ts';
export { Decimal, isDecimal, parseDecimal } from './data/numbers/decimal.ts';
export { formatFloat32, formatFloat64 } from './data/numbers/float-text.ts';
export { roundDecimalToFloat32, roundTextToFloat32 } from './data/numbers/float32-rounding.ts';
export { decimalToInt64, float64ToInt64, int64ToFloat32 } from './data/numbers/narrowing.ts';
export { formatNumber } from './data/numbers/number-text.ts';
export { withAsciiDigits } from './data/numbers/unicode-digits.ts';
export {
  fitNumber,
  isNumberType,
  isTypedNumber,
  notThatNumber,
  numberTypeOf,
  plainNumber,
  TypedNumber,
  type NumberType,
} from './data/numbers/typed-number.ts';
export { project } from './data/projection.ts';
export type { Field, Schema, SchemaAndValue, SchemaType } from './data/schema.ts';
export { jsonTypeNames } from './data/schemas/json-type-names.ts';
export { optionalSchemas, schemas } from './data/schemas/ready-schemas.ts';
export { SchemaBuilder } from './data/schemas/schema-builder.ts';
export { schemaEquals } from './data/schemas/schema-equality.ts';
export { fieldOf, fieldsOf, keySchemaOf, valueSchemaOf } from './data/schemas/schema-lookup.ts';
export { formatSchema } from './data/schemas/schema-text.ts';
export { isStruct, Struct } from './data/struct/struct.ts';
export { acceptValue, validateValue } from './data/validation/accept-value.ts';
export { valueEquals } from './data/value-equality.ts';
export { convertToBoolean } from './data/values/convert/convert-boolean.ts';
export { convertToDate, convertToTime, convertToTimestamp } from './data/values/convert/convert-instant.ts';
export {
  convertToDecimal,
  convertToFloat32,
  convertToFloat64,
  convertToInt16,
  convertToInt32,
  convertToInt64,
  convertToInt8,
} from './data/values/convert/convert-number.ts';
export { convertToArray, convertToMap, convertToStruct } from './data/values/convert/convert-structured.ts';
export { inferSchema } from './data/values/infer-schema.ts';
export { parseString } from './data/values/parse/parse-string.ts';
export { convertToString } from './data/values/value-text.ts';

export { ConfigError, formatInvalidConfigValue, invalidConfigValue } from './errors/config-error.ts';
export type { ConfigErrorOptions, InvalidConfigValue } from './errors/config-error.ts';
export { ConnectError, type ConnectErrorOptions } from './errors/connect-error.ts';
export {
  DataError,
  nameField,
  SchemaBuilderError,
  SchemaProjectorError,
  SerializationError,
} from './errors/data-errors.ts';
export { errorCatalogue } from './errors/error-catalogue.ts';
export type { ErrorCode, ErrorCodeEntry, ErrorCodeOf } from './errors/error-catalogue.ts';
export type { ErrorClassName } from './errors/error-class.ts';
export {
  errorCodeOf,
  isBadRequest,
  isConfigError,
  isConflict,
  isConnectError,
  isConnectionLost,
  isDataError,
  isFenced,
  isIllegalWorkerState,
  isNotFound,
  isRejectedRecords,
  isRetriable,
} from './errors/recognise-error.ts';
export { renderErrorReference } from './errors/error-reference.ts';
export { formatTrace } from './errors/format-trace.ts';
export { RejectedRecordsError, type RejectedRecord } from './errors/rejected-records-error.ts';
export { BadRequestError, ConflictError, NotFoundError } from './errors/request-errors.ts';
export { ConnectionLostError, RetriableError } from './errors/retriable-errors.ts';
export { FencedError, IllegalWorkerStateError, InternalError } from './errors/worker-errors.ts';

export type { ConnectorContext, ConnectorDescription, TaskConfig } from './plugin/connector.ts';
export type { Monitorable, PluginMetric, PluginMetrics, PluginSensor } from './plugin/plugin-metrics.ts';
export type { CheckContext, CheckFinding } from './plugin/system-check.ts';
export type { PluginDescription } from './plugin/plugin-description.ts';
export type { OffsetStorageReader, PluginLogger, TaskContext } from './plugin/task-context.ts';

export {
  defineConfigProvider,
  type ConfigProvider,
  type ConfigProviderContext,
  type ConfigProviderPlugin,
  type ProvidedValues,
} from './provide/config-provider.ts';

export {
  defineRestExtension,
  type ConnectorSummary,
  type RestClusterState,
  type RestExtension,
  type RestExtensionAnswer,
  type RestExtensionCall,
  type RestExtensionContext,
  type RestExtensionPlugin,
  type RestExtensionRequest,
  type RestExtensionRoute,
} from './rest/rest-extension.ts';

export { ConnectRecord, type ConnectRecordInit } from './records/connect-record.ts';
export { formatRecord } from './records/record-text.ts';
export { SinkRecord, type SinkRecordInit, type TimestampType } from './records/sink-record.ts';
export {
  SourceRecord,
  type OffsetValue,
  type SourceOffset,
  type SourcePartition,
  type SourceRecordInit,
} from './records/source-record.ts';

export {
  defineSinkConnector,
  type SinkConnector,
  type SinkConnectorContext,
  type SinkConnectorPlugin,
  type SinkOffsetChange,
} from './sink/sink-connector.ts';
export type {
  ErrantRecordReporter,
  PartitionOffset,
  SinkTask,
  SinkTaskContext,
  TopicPartition,
} from './sink/sink-task.ts';
export {
  defineSourceConnector,
  type ExactlyOnceSupport,
  type SourceConnector,
  type SourceConnectorContext,
  type SourceConnectorPlugin,
  type SourceOffsetChange,
} from './source/source-connector.ts';
export type { RecordMetadata, SourceTask, SourceTaskContext } from './source/source-task.ts';
export type { TransactionContext } from './source/transaction-context.ts';

export { definePredicate, type Predicate, type PredicatePlugin } from './transform/predicate.ts';
export {
  defineKeyAndValue,
  keyPart,
  valuePart,
  type KeyAndValuePlugin,
  type RecordPart,
} from './transform/record-part.ts';
export { SchemaCache } from './transform/schema-cache.ts';
export {
  defineTransformation,
  type JoinedTransformations,
  type Transformation,
  type TransformationPlugin,
} from './transform/transformation.ts';
