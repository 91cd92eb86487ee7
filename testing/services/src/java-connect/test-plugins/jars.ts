import { join } from 'node:path';
import { resolveJars } from '../../packages/maven.ts';

/** Kafka's connectors for tests, such as VerifiableSource: a Java worker finds them on its class path only. */
export async function testPluginsJar(): Promise<string> {
  return join(await resolveJars(join(import.meta.dirname, 'pom.xml')), 'connect-test-plugins-4.3.0.jar');
}
