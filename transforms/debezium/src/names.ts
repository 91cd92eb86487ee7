/** The Java package whose class names the transformations go by. */
export const transformsPackage = 'io.debezium.transforms';

/** The version of Debezium whose transformations these are. */
export const debeziumVersion = '3.5.0.Final';
