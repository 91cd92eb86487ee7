import { pbkdf2Sync } from 'node:crypto';
import {
  alterUserScramCredentialsApi,
  createAclsApi,
  deleteAclsApi,
  describeAclsApi,
  describeUserScramCredentialsApi,
  errorCodes,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCluster } from '../../../testing/scripted-cluster.ts';

let cluster: ScriptedCluster;

beforeEach(async () => {
  cluster = await ScriptedCluster.start(1);
});

afterEach(() => cluster.stop());

describe('ACLs', () => {
  const read = {
    resourceType: 'TOPIC',
    resourceName: 't',
    principal: 'User:a',
    operation: 'READ',
    permission: 'ALLOW',
  } as const;

  it('are created each for itself', async () => {
    cluster.onAll(createAclsApi, () => ({
      results: [
        { errorCode: 0, errorMessage: null },
        { errorCode: errorCodes.INVALID_REQUEST, errorMessage: 'Invalid principal' },
      ],
    }));
    const outcomes = await cluster
      .admin()
      .acls.create([read, { ...read, principal: '?', patternType: 'PREFIXED', host: '1.2.3.4' }]);
    expect(outcomes[0]).toEqual({ acl: read, result: null });
    expect(outcomes[1]?.result).toMatchObject({
      message: expect.stringContaining(
        'Create ACL ALLOW READ by ? on PREFIXED TOPIC t: INVALID_REQUEST (Invalid principal)',
      ) as string,
    });
    expect(cluster.broker(1).requestsOf(createAclsApi)[0]?.creations).toEqual([
      {
        resourceType: 2,
        resourceName: 't',
        resourcePatternType: 3,
        principal: 'User:a',
        host: '*',
        operation: 3,
        permissionType: 3,
      },
      {
        resourceType: 2,
        resourceName: 't',
        resourcePatternType: 4,
        principal: '?',
        host: '1.2.3.4',
        operation: 3,
        permissionType: 3,
      },
    ]);
  });

  it('are found by what the filter names, whatever newer brokers call it', async () => {
    cluster.onAll(describeAclsApi, () => ({
      errorCode: 0,
      errorMessage: null,
      resources: [
        {
          resourceType: 6,
          resourceName: 'x',
          patternType: 3,
          acls: [{ principal: 'User:a', host: '*', operation: 99, permissionType: 2 }],
        },
      ],
    }));
    const admin = cluster.admin();
    expect(await admin.acls.describe()).toEqual([
      {
        resourceType: 'DELEGATION_TOKEN',
        resourceName: 'x',
        patternType: 'LITERAL',
        principal: 'User:a',
        host: '*',
        operation: 'UNKNOWN',
        permission: 'DENY',
      },
    ]);
    await admin.acls.describe({
      resourceType: 'GROUP',
      patternType: 'MATCH',
      resourceName: 'g',
      permission: 'DENY',
    });
    expect(cluster.broker(1).requestsOf(describeAclsApi)).toEqual([
      {
        resourceTypeFilter: 1,
        resourceNameFilter: null,
        patternTypeFilter: 1,
        principalFilter: null,
        hostFilter: null,
        operation: 1,
        permissionType: 1,
      },
      {
        resourceTypeFilter: 3,
        resourceNameFilter: 'g',
        patternTypeFilter: 2,
        principalFilter: null,
        hostFilter: null,
        operation: 1,
        permissionType: 2,
      },
    ]);
  });

  it('are deleted by filters, and every rule found has its own result', async () => {
    const wire = (resourceName: string, errorCode: number) => ({
      errorCode,
      errorMessage: null,
      resourceType: 2,
      resourceName,
      principal: 'User:a',
      host: '*',
      operation: 3,
      permissionType: 3,
    });
    cluster.onAll(deleteAclsApi, () => ({
      filterResults: [
        {
          errorCode: 0,
          errorMessage: null,
          matchingAcls: [wire('t', 0), wire('u', errorCodes.UNKNOWN_SERVER_ERROR)],
        },
        { errorCode: errorCodes.INVALID_REQUEST, errorMessage: 'no', matchingAcls: [] },
      ],
    }));
    const [first, second] = await cluster.admin().acls.delete([{ principal: 'User:a' }, { host: 'x' }]);
    expect(first?.result).toMatchObject([
      { acl: { resourceName: 't' }, result: null },
      { acl: { resourceName: 'u' }, result: { errorName: 'UNKNOWN_SERVER_ERROR' } },
    ]);
    expect(second).toMatchObject({ filter: { host: 'x' }, result: { errorName: 'INVALID_REQUEST' } });
  });

  it('say what to do where the cluster has none', async () => {
    cluster.onAll(describeAclsApi, () => ({
      errorCode: errorCodes.SECURITY_DISABLED,
      errorMessage: 'No Authorizer is configured.',
      resources: [],
    }));
    await expect(cluster.admin().acls.describe()).rejects.toThrow(
      'Describe ACLs: SECURITY_DISABLED (the cluster has no ACLs; set authorizer.class.name of the brokers)',
    );
  });
});

describe('SCRAM users', () => {
  it('get a password that is salted before it leaves', async () => {
    cluster.onAll(alterUserScramCredentialsApi, ({ deletions: [deletion] }) => ({
      results: [
        deletion === undefined
          ? { user: 'a', errorCode: 0, errorMessage: null }
          : { user: 'b', errorCode: errorCodes.RESOURCE_NOT_FOUND, errorMessage: 'no such credential' },
      ],
    }));
    const outcomes = await cluster.admin().scramUsers.alter([
      { user: 'a', mechanism: 'SCRAM-SHA-256', password: 'pä' },
      { user: 'a', mechanism: 'SCRAM-SHA-512', password: 'pä', iterations: 5000 },
      { user: 'b', mechanism: 'SCRAM-SHA-256', isDeletion: true },
    ]);
    expect(outcomes).toEqual([
      { user: 'a', mechanism: 'SCRAM-SHA-256', result: null },
      { user: 'a', mechanism: 'SCRAM-SHA-512', result: null },
      {
        user: 'b',
        mechanism: 'SCRAM-SHA-256',
        result: expect.objectContaining({ errorName: 'RESOURCE_NOT_FOUND' }) as unknown,
      },
    ]);
    const requests = cluster.broker(1).requestsOf(alterUserScramCredentialsApi);
    expect(requests.flatMap(({ deletions }) => deletions)).toEqual([{ name: 'b', mechanism: 1 }]);
    const [short, long] = requests.flatMap(({ upsertions }) => upsertions);
    expect(short).toMatchObject({ name: 'a', mechanism: 1, iterations: 4096 });
    expect(short?.saltedPassword).toEqual(pbkdf2Sync('pä', short?.salt ?? '', 4096, 32, 'sha256'));
    expect(long?.saltedPassword).toEqual(pbkdf2Sync('pä', long?.salt ?? '', 5000, 64, 'sha512'));
  });

  it('are told with their mechanisms', async () => {
    cluster.onAll(describeUserScramCredentialsApi, () => ({
      errorCode: 0,
      errorMessage: null,
      results: [
        {
          user: 'a',
          errorCode: 0,
          errorMessage: null,
          credentialInfos: [{ mechanism: 2, iterations: 8192 }],
        },
        { user: 'b', errorCode: errorCodes.RESOURCE_NOT_FOUND, errorMessage: null, credentialInfos: [] },
      ],
    }));
    const users = await cluster.admin().scramUsers.describe();
    expect(users.get('a')).toEqual([{ mechanism: 'SCRAM-SHA-512', iterations: 8192 }]);
    expect(users.get('b')).toMatchObject({ errorName: 'RESOURCE_NOT_FOUND' });
  });
});
