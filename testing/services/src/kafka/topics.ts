import { runJavaTool } from '../java/java-tool.ts';

export interface NewTopic {
  readonly topic: string;
  /** Default: the broker's. */
  readonly partitions?: number;
  /** Default: the broker's. */
  readonly replicationFactor?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

/** Creates a topic with Kafka's own tool; rejects when it is there already. */
export async function createTopic(bootstrapServers: string, newTopic: NewTopic): Promise<void> {
  const { topic, partitions, replicationFactor, configs = {} } = newTopic;
  await topicCommand(bootstrapServers, [
    '--create',
    '--topic',
    topic,
    ...(partitions === undefined ? [] : ['--partitions', String(partitions)]),
    ...(replicationFactor === undefined ? [] : ['--replication-factor', String(replicationFactor)]),
    ...Object.entries(configs).flatMap(([key, value]) => ['--config', `${key}=${value}`]),
  ]);
}

export async function deleteTopic(bootstrapServers: string, topic: string): Promise<void> {
  await topicCommand(bootstrapServers, ['--delete', '--topic', topic]);
}

/** Runs `kafka-topics` with these arguments; resolves to what it printed. */
export async function topicCommand(bootstrapServers: string, args: readonly string[]): Promise<string> {
  const all = ['--bootstrap-server', bootstrapServers, ...args];
  const { exitCode, stdout, stderr } = await runJavaTool('org.apache.kafka.tools.TopicCommand', all);
  if (exitCode !== 0) throw new Error(`kafka-topics ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
