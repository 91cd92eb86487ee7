import {
  defineConfig,
  defineRestExtension,
  type RestExtensionAnswer,
  type RestExtensionRequest,
} from '@sluice/connect-api';
import { parseBasicAuthorization } from './credentials.ts';
import { loginBy } from './login-context.ts';
import { entryName, readLoginModules } from './login-file.ts';

/** Workers ask each other on these; their requests are signed. */
const betweenWorkers = /^(?:POST \/connectors\/[^/]+\/tasks|PUT \/connectors\/[^/]+\/fence)\/?$/;

/** In the media type that the answer would have had. */
function refusal(method: string): RestExtensionAnswer {
  const contentType = method === 'OPTIONS' ? 'text/plain' : 'application/json';
  return { status: 401, contentType, body: 'User cannot access the resource.' };
}

/** Lets in who has a user and a password of the JAAS entry `KafkaConnect`. */
export const basicAuthExtension = defineRestExtension({
  className: 'org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension',
  version: '4.3.0',
  summary: 'Asks for a user and a password (HTTP Basic) of a JAAS file before anything is done.',
  config: defineConfig({}),
  createExtension: async (_config, { log }) => {
    const modules = await readLoginModules(process.env);
    if (modules === null) {
      log.warn(
        { entry: entryName },
        'There is no JAAS entry for the REST API, so that nobody may use it; name a file with one by -Djava.security.auth.login.config in KAFKA_OPTS',
      );
    }
    const login = loginBy(modules ?? [], log);
    return {
      authorize: ({ method, path, headers }: RestExtensionRequest) => {
        if (betweenWorkers.test(`${method} ${path}`)) return null;
        const { authorization } = headers;
        const credentials = parseBasicAuthorization(
          typeof authorization === 'string' ? authorization : authorization?.[0],
        );
        return login(credentials) ? null : refusal(method);
      },
    };
  },
});
