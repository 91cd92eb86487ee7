import type { ConfigDefinition } from '../config/config-definition.ts';

/** What every plugin says of itself. */
export interface PluginDescription {
  /** The class name users write in their configuration, e.g. `org.apache.kafka.connect.json.JsonConverter`. */
  readonly className: string;
  readonly version: string;
  /** One sentence for lists and documentation. */
  readonly summary: string;
  /** The options the plugin reads. */
  readonly config: ConfigDefinition;
}
