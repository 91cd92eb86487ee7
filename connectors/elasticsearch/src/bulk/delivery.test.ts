import { errorCodeOf, isRetriable, type DataError } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../document/operation.ts';
import { operation } from '../fixtures/records.ts';
import { ScriptedClient, type ScriptedAnswer } from '../fixtures/scripted-client.ts';
import { Delivery } from './delivery.ts';

const busy = [429, 'es_rejected_execution_exception'] as const;

/** Delivers operations to a server that answers so; tells what became of them. */
async function deliver(operations: readonly Operation[], answers: readonly ScriptedAnswer[], maxRetries = 3) {
  const client = new ScriptedClient(answers);
  const done: number[] = [];
  const refused: { readonly kind: string; readonly offset: number; readonly error: DataError }[] = [];
  const delivery = new Delivery({
    client,
    maxRetries,
    backoffMs: 0,
    signal: new AbortController().signal,
    listener: {
      requesting: () => undefined,
      answered: () => undefined,
      done: (some) => done.push(...some.map(({ record }) => record.kafkaOffset)),
      refused: (kind, { record }, error) => refused.push({ kind, offset: record.kafkaOffset, error }),
      retrying: () => undefined,
    },
  });
  const failure = await delivery.deliver(operations).then(
    () => null,
    (error: unknown) => error,
  );
  return { client, done, refused, failure };
}

const three = [operation(1), operation(2), operation(3)];

describe('delivering operations', () => {
  it('sends them in one request, and is done when the server is', async () => {
    const { client, done, failure } = await deliver(three, []);
    expect(client.ids).toEqual([['k1', 'k2', 'k3']]);
    expect(done).toEqual([1, 2, 3]);
    expect(failure).toBeNull();
  });

  it('sends again only what the server was too busy for', async () => {
    const { client, done } = await deliver(three, [[200, busy, 200], [busy]]);
    expect(client.ids).toEqual([['k1', 'k2', 'k3'], ['k2'], ['k2']]);
    expect(done).toEqual([1, 3, 2]);
  });

  it('sends again what follows on the same document, so that the last one stays the last one', async () => {
    const operations = [operation(1, 'a'), operation(2, 'b'), operation(3, 'a')];
    const { client, done } = await deliver(operations, [[busy, 200, 200]]);
    expect(client.ids).toEqual([
      ['a', 'b', 'a'],
      ['a', 'a'],
    ]);
    expect(done).toEqual([2, 1, 3]);
  });

  it.each<[string, ScriptedAnswer]>([
    ['the connection is cut', 'cut'],
    ['the node is overloaded', { status: 429 }],
    ['a proxy has no node', { status: 503, body: '<html>' }],
    ['the cluster is red', [[503, 'unavailable_shards_exception'], 201, 201]],
    ['an index is blocked', [[403, 'cluster_block_exception'], 201, 201]],
    ['an index is closed', [[400, 'index_closed_exception'], 201, 201]],
    ['an index is gone', [[404, 'index_not_found_exception'], 201, 201]],
  ])('tries again when %s', async (_what, answer) => {
    const { client, done, failure } = await deliver(three, [answer]);
    expect(client.requests).toHaveLength(2);
    expect(new Set(done)).toEqual(new Set([1, 2, 3]));
    expect(failure).toBeNull();
  });

  it('gives up after max.retries, with a cause that may pass', async () => {
    const { client, done, failure } = await deliver(three, ['cut', 'cut', 'cut'], 2);
    expect(client.requests).toHaveLength(3);
    expect(done).toEqual([]);
    expect(errorCodeOf(failure)).toBe('SEARCH_UNAVAILABLE');
    // Thrown as it is, the worker would deliver the same records for ever.
    expect(isRetriable(failure)).toBe(false);
    expect(isRetriable((failure as Error).cause)).toBe(true);
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['of wrong credentials', { status: 401, type: 'security_exception' }, 'SEARCH_ACCESS_DENIED'],
    ['of a privilege that is missing', [[403, 'security_exception'], 201, 201], 'SEARCH_ACCESS_DENIED'],
    ['there is something else at the address', { status: 200, body: '<html>' }, 'SEARCH_REQUEST_FAILED'],
    ['there is nothing of the kind', { status: 404 }, 'SEARCH_REQUEST_FAILED'],
    ['an answer is not about all operations', [[400, 'x']], 'SEARCH_REQUEST_FAILED'],
  ])('fails at once when %s', async (_what, answer, code) => {
    const { client, failure } = await deliver(three, [answer]);
    expect(client.requests).toHaveLength(1);
    expect(errorCodeOf(failure)).toBe(code);
  });

  it('tells of a document that is malformed, with its record and the reason, and delivers the others', async () => {
    const { done, refused } = await deliver(three, [
      [201, [400, 'document_parsing_exception', 'failed to parse field [n]'], 201],
    ]);
    expect(done).toEqual([1, 3]);
    expect(refused).toMatchObject([{ kind: 'malformed', offset: 2 }]);
    expect(refused[0]?.error.message).toBe(
      'The document of orders-0@2 (orders/k2) was refused: document_parsing_exception: failed to parse field [n]',
    );
  });

  it.each([413, 400])(
    'divides a request that is refused as a whole (%d), down to the document',
    async (status) => {
      const { client, done, refused } = await deliver(three, [{ status }, [201], { status }, { status }]);
      expect(client.ids).toEqual([['k1', 'k2', 'k3'], ['k1'], ['k2', 'k3'], ['k2'], ['k3']]);
      expect(done).toEqual([1, 3]);
      expect(refused).toMatchObject([{ kind: 'malformed', offset: 2 }]);
    },
  );

  describe('when there is another version than expected', () => {
    const conflict = (there: number, given: number) =>
      [
        [
          409,
          'version_conflict_engine_exception',
          `[k]: version conflict, current version [${there}] is higher or equal to the one provided [${given}]`,
        ],
      ] as const;

    it('takes the same version for this very record, written before', async () => {
      expect(await deliver([operation(7)], [conflict(7, 7)])).toMatchObject({ done: [7], refused: [] });
    });

    it('tells of a newer one', async () => {
      const { done, refused } = await deliver([operation(7)], [conflict(8, 7)]);
      expect(done).toEqual([]);
      expect(refused).toMatchObject([{ kind: 'conflict', offset: 7 }]);
    });

    it('is done where only this record makes the document', async () => {
      const created = operation(7, null, { conflict: 'done' });
      expect(await deliver([created], [conflict(1, 1)])).toMatchObject({ done: [7], refused: [] });
    });

    it('tries again where a field was changed at the same time', async () => {
      const { client, done } = await deliver([operation(7, 'a', { conflict: 'again' })], [conflict(2, 1)]);
      expect(client.requests).toHaveLength(2);
      expect(done).toEqual([7]);
    });
  });

  it('takes a document that is gone for deleted', async () => {
    expect(await deliver([operation(7)], [[404]])).toMatchObject({ done: [7], refused: [] });
  });
});
