import { join } from 'node:path';
import { resolveJars } from '../../packages/maven.ts';

/** The folder with Debezium's JDBC sink for Java and all it needs. */
export function debeziumJdbcJars(): Promise<string> {
  return resolveJars(join(import.meta.dirname, 'pom.xml'));
}
