import { BadRequestError, ConnectError } from '@sluice/connect-api';
import type { TargetState } from '../../states.ts';
import type { ConnectorOffset } from './offset-json.ts';

/** @throws BadRequestError when a request to alter offsets names none. */
export function refuseNothing(offsets: readonly ConnectorOffset[]): void {
  if (offsets.length > 0) return;
  throw new BadRequestError('Partitions / offsets need to be provided for an alter offsets request', {
    code: 'REQUEST_INVALID',
  });
}

/** @throws BadRequestError unless the connector is to be stopped and has no tasks any more. */
export function refuseUnstopped(name: string, target: TargetState, taskCount: number): void {
  if (target === 'STOPPED' && taskCount === 0) return;
  throw new BadRequestError(
    'Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the ' +
      `specified connector by issuing a 'PUT' request to the '/connectors/${name}/stop' endpoint`,
    { code: 'CONNECTOR_NOT_STOPPED' },
  );
}

/** What is answered when the offsets of a sink cannot be changed since somebody still reads. */
export function stillBusy(connector: string, action: 'alter' | 'reset', cause: Error): ConnectError {
  return new ConnectError(
    `Failed to ${action} consumer group offsets for connector ${connector} either because its tasks haven't stopped ` +
      `completely yet or the connector was resumed before the request to ${action} its offsets could be successfully ` +
      "completed. If the connector is in a stopped state, this operation can be safely retried. If it doesn't " +
      'eventually succeed, the Connect cluster may need to be restarted to get rid of the zombie sink tasks.',
    { code: 'OFFSETS_IN_USE', cause },
  );
}

/** What was done, in words. */
export function doneMessage(action: 'altered' | 'reset', isConnectorSure: boolean): string {
  if (isConnectorSure) return `The offsets for this connector have been ${action} successfully`;
  return (
    `The Connect framework-managed offsets for this connector have been ${action} successfully. However, if this ` +
    `connector manages offsets externally, they will need to be manually ${action} in the system that the connector uses.`
  );
}
