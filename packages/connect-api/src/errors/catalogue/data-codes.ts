/** Codes of records that cannot be processed. */
export const dataCodes = {
  DATA_INVALID: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A value does not fit its schema, or has no counterpart in the format it should be converted to.',
    remedy: 'Correct the data at its origin, or choose the converter that the data was written with.',
  },
  SCHEMA_INVALID: {
    errorClass: 'SchemaBuilderError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A schema was put together wrongly, such as a field twice or a default value of another type.',
    remedy: 'Correct the schema where it is declared; for JSON with schemas, in the record itself.',
  },
  SCHEMA_INCOMPATIBLE: {
    errorClass: 'SchemaProjectorError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'Data written with one schema cannot be turned into data of the other.',
    remedy:
      'Change the schema in a compatible way: add fields with a default, widen numbers, never narrow them.',
  },
  SERIALIZATION_FAILED: {
    errorClass: 'SerializationError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Bytes do not have the form that their serializer writes, such as a number of the wrong length.',
    remedy: 'Choose the converter that the data was written with.',
  },
  OFFSET_INVALID: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A source offset or partition is not one that can be stored, or that its connector understands.',
    remedy:
      'If it was committed, stop the connector and alter or reset its offsets. If it is new, correct the connector.',
  },
  EXPRESSION_FAILED: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'An expression has no result for a record, or one that does not fit where it goes, such as a sum that is beyond its type or a field that is not there.',
    remedy:
      'The message names the place in the expression. Test for what a record may lack with `has(…)` or `== null`, convert what does not fit, or tolerate such records with `errors.tolerance`.',
  },
  EXPRESSION_STEPS_EXHAUSTED: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'An expression was cut off, since it took more steps for a record than `max.steps` allows: loops inside loops, or texts that are very long.',
    remedy:
      'Make the expression do less for each record, or raise `max.steps` of the transformation or predicate.',
  },
  RECORD_CONVERSION_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A record failed in a converter, a transformation or the sink itself. Nothing was skipped: the task stopped in front of it.',
    remedy:
      'The message names the record, the stage and the class. Choose the converter the record was written with, correct the transformation, or tolerate such records with `errors.tolerance=all` and have them put into a topic with `errors.deadletterqueue.topic.name`.',
  },
  RECORD_PRODUCE_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Kafka did not take a record of a source, for example because it is too large. Its offset is not committed.',
    remedy:
      'The cause is the answer of the broker. Raise the limit it names, or correct the topic, then restart the task.',
  },
} as const;
