import type { CheckFinding } from '@sluice/connect-api';
import type { RedisSettings } from '../config/redis-settings.ts';
import { answerCode, ServerAnswer } from '../connection/redis-fault.ts';
import type { RedisLink } from '../connection/redis-link.ts';
import type { RedisNode } from '../connection/redis-node.ts';

/** What is asked of a server. */
export interface ServerNeeds {
  readonly writes: boolean;
  /** Of each master. */
  readonly replicas: number;
  /** The first version that has what is needed. */
  readonly sinceVersion: readonly [number, number];
}

/** Version, mode and role of each master. */
export async function serverFindings(
  link: RedisLink,
  settings: RedisSettings,
  needs: ServerNeeds,
): Promise<readonly CheckFinding[]> {
  const nodes = await link.masters();
  return (await Promise.all(nodes.map((node) => nodeFindings(node, settings, needs)))).flat();
}

async function nodeFindings(
  node: RedisNode,
  settings: RedisSettings,
  needs: ServerNeeds,
): Promise<readonly CheckFinding[]> {
  const subject = `server ${node.name}`;
  const info = await readInfo(node);
  if (info === null) {
    return [
      {
        subject,
        outcome: 'warning',
        message: 'It answers, but does not let the user see its version and role.',
        remedy: 'ACL SETUSER <user> +info',
        keys: ['redis.username'],
      },
    ];
  }
  const version = info.get('redis_version') ?? 'of an unknown version';
  const problems = [
    ...clusterProblem(subject, info, settings),
    ...roleProblem(subject, info, needs),
    ...versionProblem(subject, version, needs),
    ...replicaProblem(info, needs),
  ];
  return problems.length > 0
    ? problems
    : [{ subject, outcome: 'passed', message: `It is Redis ${version}.` }];
}

/** `null` where it is not permitted. */
async function readInfo(node: RedisNode): Promise<ReadonlyMap<string, string> | null> {
  try {
    const text = String(await node.send(['INFO']));
    const lines = text.split('\r\n').filter((line) => line.includes(':'));
    return new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
    );
  } catch (error) {
    if (error instanceof ServerAnswer && answerCode(error) === 'NOPERM') return null;
    throw error;
  }
}

type Info = ReadonlyMap<string, string>;

function clusterProblem(subject: string, info: Info, { isCluster }: RedisSettings): CheckFinding[] {
  if (isCluster || info.get('redis_mode') !== 'cluster') return [];
  const message = 'It is a node of a cluster: keys of other nodes could not be written or read.';
  return [{ subject, outcome: 'failed', message, remedy: 'redis.cluster=true', keys: ['redis.cluster'] }];
}

function roleProblem(subject: string, info: Info, { writes }: ServerNeeds): CheckFinding[] {
  if (!writes || info.get('role') !== 'slave') return [];
  const master = `${info.get('master_host') ?? '?'}:${info.get('master_port') ?? '?'}`;
  return [
    {
      subject,
      outcome: 'failed',
      message: `It is a replica of ${master} and takes no writes.`,
      remedy: `redis.uri=redis://${master}`,
      keys: ['redis.uri', 'redis.host'],
    },
  ];
}

function versionProblem(subject: string, version: string, { sinceVersion }: ServerNeeds): CheckFinding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = sinceVersion;
  const isNew = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  if (isNew || Number.isNaN(major)) return [];
  const message = `It is Redis ${version}, and ${wantedMajor}.${wantedMinor} is needed.`;
  return [{ subject, outcome: 'failed', message, remedy: 'a newer server' }];
}

function replicaProblem(info: Info, { replicas }: ServerNeeds): CheckFinding[] {
  const connected = Number(info.get('connected_slaves') ?? 0);
  if (connected >= replicas) return [];
  return [
    {
      subject: 'replicas',
      outcome: 'failed',
      message: `${connected} are connected, and redis.wait.replicas asks for ${replicas}: nothing would ever count as delivered.`,
      remedy: `redis.wait.replicas=${connected}`,
      keys: ['redis.wait.replicas'],
    },
  ];
}
