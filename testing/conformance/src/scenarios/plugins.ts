import { step } from '../scenario/scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';

const json = 'org.apache.kafka.connect.json.JsonConverter';

export const plugins: Scenario = {
  name: 'plugins',
  steps: [
    step('lists connectors', 'GET /connector-plugins'),
    step('lists connectors with a slash', 'GET /connector-plugins/'),
    step('lists all plugins', 'GET /connector-plugins?connectorsOnly=false'),
    step('lists connectors for a text that is not false', 'GET /connector-plugins?connectorsOnly=TRUE'),
    step('lists all plugins for any other text', 'GET /connector-plugins?connectorsOnly=no'),
    step('lists connectors for an empty text', 'GET /connector-plugins?connectorsOnly='),
    step('describes a source', 'GET /connector-plugins/FileStreamSource/config'),
    step(
      'describes a sink by its class',
      'GET /connector-plugins/org.apache.kafka.connect.file.FileStreamSinkConnector/config',
    ),
    step('describes the JSON converter', `GET /connector-plugins/${json}/config`),
    step('describes the JSON converter by its alias', 'GET /connector-plugins/JsonConverter/config/'),
    step('describes the string converter', 'GET /connector-plugins/StringConverter/config'),
    step('describes the bytes converter', 'GET /connector-plugins/ByteArrayConverter/config'),
    step('describes the boolean converter', 'GET /connector-plugins/BooleanConverter/config'),
    step('describes the long converter', 'GET /connector-plugins/Long/config'),
    step('describes the simple header converter', 'GET /connector-plugins/SimpleHeaderConverter/config'),
  ],
};
