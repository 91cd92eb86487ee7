import { promisify } from 'node:util';
import {
  alterUserScramCredentialsApi,
  describeUserScramCredentialsApi,
  errorCodes,
  type RequestInputOf,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import { refusal } from '../../errors/refusal.ts';
import { wireNames } from '../names/wire-names.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { controllerRoute } from '../requests/broker-routes.ts';
import { outcomeOf, type Outcome, type Outcomes } from '../requests/outcome.ts';
import { byKey } from '../requests/partition-items.ts';

export type ScramMechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

export interface ScramCredential {
  readonly mechanism: ScramMechanism | 'UNKNOWN';
  readonly iterations: number;
}

/** A password to set, or a mechanism that a user may not log in with any more. */
export type ScramChange =
  | {
      readonly user: string;
      readonly mechanism: ScramMechanism;
      readonly password: string;
      /** 4096 when absent; brokers take from 4096 to 16384. */
      readonly iterations?: number;
    }
  | { readonly user: string; readonly mechanism: ScramMechanism; readonly isDeletion: true };

export interface ScramOutcome {
  readonly user: string;
  readonly mechanism: ScramMechanism;
  /** `null` when it was done. */
  readonly result: Outcome<null>;
}

const mechanisms = wireNames<Readonly<Record<ScramMechanism, number>>>({
  'SCRAM-SHA-256': 1,
  'SCRAM-SHA-512': 2,
});

const digests = {
  'SCRAM-SHA-256': { name: 'sha256', bytes: 32 },
  'SCRAM-SHA-512': { name: 'sha512', bytes: 64 },
} as const;

const defaultIterations = 4096;
const saltBytes = 24;

/** The users that log in by SCRAM (KIP-554). Passwords never leave this client: brokers get them salted. */
export class ScramUserAdmin {
  readonly #requests: AdminRequests;

  constructor(requests: AdminRequests) {
    this.#requests = requests;
  }

  /** By user; all that have a credential when none is named. A user without one is `RESOURCE_NOT_FOUND`. */
  async describe(users: readonly string[] | null = null): Promise<Outcomes<readonly ScramCredential[]>> {
    const action = 'Describe SCRAM users';
    return await this.#requests.retry(action, async () => {
      const body = { users: users?.map((name) => ({ name })) ?? null };
      const { response, broker } = await this.#requests.ask(null, describeUserScramCredentialsApi, body);
      const { errorCode, errorMessage, results } = response;
      if (errorCode !== errorCodes.NONE) {
        throw refusal({ code: errorCode, action, detail: errorMessage, broker });
      }
      return new Map(results.map((result) => [result.user, credentialsOf(result)]));
    });
  }

  /** In the order of the changes. @throws KafkaError `INVALID_REQUEST` where two are about the same credential. */
  async alter(changes: readonly ScramChange[]): Promise<readonly ScramOutcome[]> {
    const items = byKey(changes, ({ user, mechanism }) => `${mechanism} of ${user}`);
    const wire = new Map<string, WireChanges>();
    for (const [key, change] of items) wire.set(key, await toWire(change));
    const outcomes = await this.#requests.run(
      items.keys(),
      {
        api: alterUserScramCredentialsApi,
        // A request changes one mechanism of a user at most.
        single: true,
        body: ([key = '']) => wire.get(key) ?? { deletions: [], upsertions: [] },
        answers: ({ results }: ResponseOf<typeof alterUserScramCredentialsApi>, [key = '']) =>
          results.slice(0, 1).map((result) => ({ ...result, key, value: null })),
        action: (key) => `Change ${key}`,
      },
      { route: controllerRoute(this.#requests) },
    );
    return [...items].map(([key, { user, mechanism }]) => ({
      user,
      mechanism,
      result: outcomeOf(outcomes, key),
    }));
  }
}

type WireChanges = RequestInputOf<typeof alterUserScramCredentialsApi>;

async function toWire(change: ScramChange): Promise<WireChanges> {
  const { user: name } = change;
  const mechanism = mechanisms.codeOf(change.mechanism);
  if (!('password' in change)) return { deletions: [{ name, mechanism }], upsertions: [] };
  const { iterations = defaultIterations, password } = change;
  const { pbkdf2, randomBytes } = process.getBuiltinModule('node:crypto');
  const salt = randomBytes(saltBytes);
  const digest = digests[change.mechanism];
  const derive = promisify(pbkdf2);
  const saltedPassword = await derive(Buffer.from(password), salt, iterations, digest.bytes, digest.name);
  return { deletions: [], upsertions: [{ name, mechanism, iterations, salt, saltedPassword }] };
}

type WireUser = ResponseOf<typeof describeUserScramCredentialsApi>['results'][number];

function credentialsOf({
  user,
  errorCode,
  errorMessage,
  credentialInfos,
}: WireUser): Outcome<readonly ScramCredential[]> {
  if (errorCode !== errorCodes.NONE) {
    const action = `Describe the SCRAM credentials of ${user}`;
    return refusal({ code: errorCode, action, detail: errorMessage });
  }
  return credentialInfos.map(({ mechanism, iterations }) => ({
    mechanism: mechanisms.nameOf(mechanism),
    iterations,
  }));
}
