import { beforeEach, describe, expect, it } from 'vitest';
import { firstHand } from '../../request-origin.ts';
import { Forwarding } from './forwarding.ts';
import type { WorkerAnswer, WorkerCall } from './worker-calls.ts';

let calls: WorkerCall[];
let answer: () => Promise<WorkerAnswer>;
let forwarding: Forwarding;

beforeEach(() => {
  calls = [];
  answer = () => Promise.resolve({ status: 204, text: '' });
  forwarding = new Forwarding((call) => {
    calls.push(call);
    return answer();
  }, 'http://own:1/');
});

const request = { method: 'PUT', path: '/connectors/c/stop' } as const;
const leader = 'http://leader:1/';

describe('a request that is for another worker', () => {
  it('may be handed on twice: whoever gets it is told how often', async () => {
    await forwarding.send(leader, { ...request, query: { onlyFailed: true } }, firstHand);
    await forwarding.send(leader, request, { forward: true, authorization: 'Basic x' });
    expect(calls.map(({ path }) => path)).toEqual([
      '/connectors/c/stop?forward=true&onlyFailed=true',
      '/connectors/c/stop?forward=false',
    ]);
    expect(calls.map(({ headers }) => headers)).toEqual([{}, { Authorization: 'Basic x' }]);
    await expect(forwarding.send(leader, request, { ...firstHand, forward: false })).rejects.toThrow(
      'Cannot complete request because of a conflicting operation (e.g. worker rebalance)',
    );
  });

  it.each([null, 'http://own:1/'])('is to be made again while nobody else is known: %s', async (url) => {
    await expect(forwarding.send(url, request, firstHand)).rejects.toMatchObject({ code: 'LEADER_UNKNOWN' });
    expect(calls).toEqual([]);
  });

  it('is answered with what the other worker refuses it with', async () => {
    answer = () => Promise.resolve({ status: 409, text: '{"error_code":409,"message":"no"}' });
    await expect(forwarding.send(leader, request, firstHand)).rejects.toMatchObject({
      status: 409,
      message: 'no',
    });
    answer = () => Promise.resolve({ status: 502, text: '<html>' });
    await expect(forwarding.send(leader, request, firstHand)).rejects.toMatchObject({ status: 502 });
  });

  it('fails where the other worker does not answer, or as no worker does', async () => {
    answer = () => Promise.reject(new Error('connect ECONNREFUSED'));
    await expect(forwarding.send(leader, request, firstHand)).rejects.toThrow(
      'IO Error trying to forward REST request: connect ECONNREFUSED',
    );
    answer = () => Promise.resolve({ status: 302, text: '' });
    await expect(forwarding.send(leader, request, firstHand)).rejects.toThrow(
      'Unexpected status code when handling forwarded request: 302',
    );
  });
});
