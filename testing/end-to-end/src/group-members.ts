import { Admin, KafkaError, parseAdminSettings } from '@sluice/kafka-client';

/** Who is in consumer groups now: the tasks of sinks, one by one, whatever is told of their states. */
export class GroupMembers {
  readonly #admin: Admin;

  constructor(bootstrapServers: string) {
    this.#admin = new Admin(parseAdminSettings({ 'bootstrap.servers': bootstrapServers }).settings);
  }

  /** The member ids of the tasks of a sink, sorted; a task that was started anew has another one. */
  async ofSink(connector: string): Promise<string[]> {
    const groupId = `connect-${connector}`;
    const found = (await this.#admin.groups.describe([groupId])).get(groupId);
    if (found === undefined) throw new Error(`nothing is known of group ${groupId}`);
    if (found instanceof KafkaError && found.is('GROUP_ID_NOT_FOUND')) return [];
    if (found instanceof KafkaError) throw found;
    return found.members.map(({ memberId }) => memberId).sort();
  }

  close(): Promise<void> {
    return this.#admin.close();
  }
}
