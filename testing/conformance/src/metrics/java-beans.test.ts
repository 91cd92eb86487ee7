import { readFileSync } from 'node:fs';
import { MemberMetrics } from '@sluice/kafka-client';
import { metricGroups } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';

/** A kind of bean of a distributed Java worker of 4.3 with a source, exactly once, and a sink. */
interface RecordedBean {
  readonly domain: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly attributes: readonly string[];
}

const path = new URL('fixtures/java-mbeans.json', import.meta.url);
const recorded = (JSON.parse(readFileSync(path, 'utf8')) as readonly RecordedBean[]).filter(
  ({ domain }) => domain === 'kafka.connect',
);
const nameOf = (type: string, tags: readonly string[]): string => `${type}(${tags.join()})`;

/** Beans that are not declared, and why. */
const left: Readonly<Record<string, string>> = {
  'app-info(client-id)': 'the same as app-info() with the name of the worker',
  'app-info(id)': 'the same as app-info(), spelled differently',
  'connect-coordinator-metrics(client-id)': 'counted by the client of the group, see below',
  'connect-metrics(client-id)': 'counted by the client of the group, which a distributed worker has',
  'connect-node-metrics(client-id,node-id)': 'connections are counted for the client as a whole',
  'kafka-metrics-count(client-id)': 'the figures of clients are not counted',
};

/** By bean. Two groups that differ in who knows the values are one bean. */
const declared = new Map<string, Set<string>>();
for (const { domain, name, tags, metrics } of metricGroups) {
  if (domain !== 'kafka.connect') continue;
  const bean = nameOf(name, tags);
  declared.set(bean, new Set([...(declared.get(bean) ?? []), ...Object.keys(metrics)]));
}

describe('the beans of a Java worker', () => {
  it.each(
    recorded
      .map((bean) => [nameOf(bean.type, bean.tags), bean] as const)
      .filter(([name]) => !Object.hasOwn(left, name)),
  )('%s have the attributes that are declared here, and no others', (name, { attributes }) => {
    expect([...(declared.get(name) ?? [])].sort()).toEqual(attributes);
  });

  it('are all that is declared of Kafka Connect, and what is left out is there', () => {
    const names = recorded.map(({ type, tags }) => nameOf(type, tags));
    expect([...declared.keys(), ...Object.keys(left)].sort()).toEqual(names.sort());
  });

  it('are what a member of the group counts, but for rates, which are shown beside, and its assignment', () => {
    const own = new MemberMetrics('connect').metrics().map(({ name }) => name);
    const found = recorded.find(({ type }) => type === 'connect-coordinator-metrics');
    const expected = found?.attributes.filter((name) => !/^assigned-|-rate(?:-per-hour)?$/.test(name));
    expect(own.sort()).toEqual(expected);
  });
});
