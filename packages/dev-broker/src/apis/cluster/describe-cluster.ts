import { describeClusterApi, errorCodes } from '@sluice/kafka-protocol';
import { nodeId } from '../../broker.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { authorizedOperations, operationsNotAsked } from '../../requests/authorized-operations.ts';

const brokerEndpoints = 1;

export const describeCluster = handleApi(describeClusterApi, {
  versions: [0, 2],
  notes: 'There are no controllers to be asked for apart from the broker.',
  handle(request, { broker, endpoint }) {
    if (request.endpointType !== brokerEndpoints) {
      return {
        errorCode: errorCodes.MISMATCHED_ENDPOINT_TYPE,
        errorMessage: 'The request was sent to an endpoint of the wrong type.',
        clusterId: '',
        brokers: [],
      };
    }
    return {
      errorCode: errorCodes.NONE,
      clusterId: broker.clusterId,
      controllerId: nodeId,
      brokers: [{ brokerId: nodeId, ...endpoint, isFenced: false }],
      clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
        ? authorizedOperations.cluster
        : operationsNotAsked,
    };
  },
});
