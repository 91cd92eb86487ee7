import { alterUserScramCredentialsApi, errorCodes, type RequestOf } from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import {
  credentialFromSalted,
  defaultIterations,
  scramMechanismOf,
  type ScramMechanism,
} from '../../sasl/scram-credential.ts';

type AlterRequest = RequestOf<typeof alterUserScramCredentialsApi>;

interface UserResult {
  readonly user: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

const maxIterations = 16_384;

export const alterUserScramCredentials = handleApi(alterUserScramCredentialsApi, {
  versions: [0, 0],
  notes: 'As a real broker. Kept across restarts.',
  async handle({ deletions, upsertions }, { broker }) {
    const results: UserResult[] = [];
    for (const deletion of deletions)
      results.push(await attempt(deletion.name, () => remove(broker, deletion)));
    for (const upsertion of upsertions)
      results.push(await attempt(upsertion.name, () => add(broker, upsertion)));
    return { results };
  },
});

async function attempt(user: string, action: () => Promise<void>): Promise<UserResult> {
  try {
    await action();
    return { user, errorCode: errorCodes.NONE, errorMessage: null };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { user, errorCode: errorCodes[error.error], errorMessage: error.message };
  }
}

async function remove(
  { users }: Broker,
  { name, mechanism: number }: AlterRequest['deletions'][number],
): Promise<void> {
  const mechanism = requireMechanism(number);
  if (!users.added().some((each) => each.user === name && each.mechanism === mechanism)) {
    throw new RequestError('RESOURCE_NOT_FOUND', 'Attempt to delete a user credential that does not exist');
  }
  await users.remove(name, mechanism);
}

async function add({ users }: Broker, wanted: AlterRequest['upsertions'][number]): Promise<void> {
  const { name, iterations } = wanted;
  const mechanism = requireMechanism(wanted.mechanism);
  if (name === '') throw new RequestError('UNACCEPTABLE_CREDENTIAL', 'Username must not be empty');
  if (iterations < defaultIterations) throw new RequestError('UNACCEPTABLE_CREDENTIAL', 'Too few iterations');
  if (iterations > maxIterations) throw new RequestError('UNACCEPTABLE_CREDENTIAL', 'Too many iterations');
  const salt = Buffer.from(wanted.salt);
  const saltedPassword = Buffer.from(wanted.saltedPassword);
  await users.add(name, mechanism, credentialFromSalted(mechanism, { salt, iterations, saltedPassword }));
}

function requireMechanism(number: number): ScramMechanism {
  const mechanism = scramMechanismOf(number);
  if (mechanism !== null) return mechanism;
  throw new RequestError('UNSUPPORTED_SASL_MECHANISM', 'Unknown SCRAM mechanism');
}
