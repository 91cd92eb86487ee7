/** The Java package whose class names the transformations go by. */
export const transformsPackage = 'org.apache.kafka.connect.transforms';

/** The Java package whose class names the predicates go by. */
export const predicatesPackage = `${transformsPackage}.predicates`;

/** The version of Apache Kafka whose transformations these are. */
export const kafkaVersion = '4.3.0';
