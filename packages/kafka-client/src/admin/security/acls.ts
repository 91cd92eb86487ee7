import {
  createAclsApi,
  deleteAclsApi,
  describeAclsApi,
  errorCodes,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import { refusal } from '../../errors/refusal.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { controllerRoute } from '../requests/broker-routes.ts';
import type { ItemAnswer } from '../requests/bulk-call.ts';
import { outcomeOf, type Outcome } from '../requests/outcome.ts';
import {
  formatBinding,
  fromWireBinding,
  toWireBinding,
  toWireFilter,
  type AclBinding,
  type AclFilter,
} from './acl.ts';

export interface AclOutcome {
  readonly acl: AclBinding;
  /** `null` when it was done. */
  readonly result: Outcome<null>;
}

export interface AclDeletion {
  readonly filter: AclFilter;
  /** The rules that were found, each with what became of it. */
  readonly result: Outcome<readonly AclOutcome[]>;
}

/** The rules of who may do what. Without an authorizer in the cluster everything is `SECURITY_DISABLED`. */
export class AclAdmin {
  readonly #requests: AdminRequests;

  constructor(requests: AdminRequests) {
    this.#requests = requests;
  }

  /** @throws KafkaError */
  async describe(filter: AclFilter = {}): Promise<readonly Required<AclBinding>[]> {
    const action = 'Describe ACLs';
    return await this.#requests.retry(action, async () => {
      const { response, broker } = await this.#requests.ask(null, describeAclsApi, toWireFilter(filter));
      const { errorCode, errorMessage, resources } = response;
      if (errorCode !== errorCodes.NONE) {
        throw refusal({ code: errorCode, action, detail: detailOf(errorCode, errorMessage), broker });
      }
      return resources.flatMap(({ acls, ...resource }) =>
        acls.map((acl) => fromWireBinding({ ...resource, ...acl })),
      );
    });
  }

  /** In the order of the rules. One that is there already is no error. */
  async create(acls: readonly AclBinding[]): Promise<readonly AclOutcome[]> {
    const outcomes = await this.#requests.run(
      acls.keys().map(String),
      {
        api: createAclsApi,
        body: (keys) => ({ creations: pick(acls, keys).map(toWireBinding) }),
        answers: ({ results }: ResponseOf<typeof createAclsApi>, keys) => inOrder(results, keys, () => null),
        action: (key) => `Create ACL ${pick(acls, [key]).map(formatBinding).join()}`,
        explain,
      },
      { route: controllerRoute(this.#requests) },
    );
    return acls.map((acl, index) => ({ acl, result: outcomeOf(outcomes, String(index)) }));
  }

  /** In the order of the filters. */
  async delete(filters: readonly AclFilter[]): Promise<readonly AclDeletion[]> {
    const outcomes = await this.#requests.run(
      filters.keys().map(String),
      {
        api: deleteAclsApi,
        body: (keys) => ({ filters: pick(filters, keys).map(toWireFilter) }),
        answers: ({ filterResults }: ResponseOf<typeof deleteAclsApi>, keys) =>
          inOrder(filterResults, keys, ({ matchingAcls }) => matchingAcls.map(deletedAcl)),
        action: (key) => `Delete the ACLs of ${JSON.stringify(filters[Number(key)])}`,
        explain,
      },
      { route: controllerRoute(this.#requests) },
    );
    return filters.map((filter, index) => ({ filter, result: outcomeOf(outcomes, String(index)) }));
  }
}

const explain = {
  [errorCodes.SECURITY_DISABLED]: 'the cluster has no ACLs; set authorizer.class.name of the brokers',
};

function detailOf(code: number, detail: string | null): string | null {
  return code === errorCodes.SECURITY_DISABLED ? explain[errorCodes.SECURITY_DISABLED] : detail;
}

function pick<T>(items: readonly T[], keys: readonly string[]): T[] {
  return keys.flatMap((key) => items[Number(key)] ?? []);
}

interface WireResult {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** Brokers answer in the order of the request. */
function inOrder<R extends WireResult, T>(
  results: readonly R[],
  keys: readonly string[],
  valueOf: (result: R) => T,
): ItemAnswer<T>[] {
  return results
    .slice(0, keys.length)
    .map((result, index) => ({ ...result, key: keys[index] ?? '', value: valueOf(result) }));
}

type WireDeleted = ResponseOf<typeof deleteAclsApi>['filterResults'][number]['matchingAcls'][number];

function deletedAcl(wire: WireDeleted): AclOutcome {
  const { errorCode: code, errorMessage: detail } = wire;
  const acl = fromWireBinding(wire);
  if (code === errorCodes.NONE) return { acl, result: null };
  return { acl, result: refusal({ code, action: `Delete ACL ${formatBinding(acl)}`, detail }) };
}
