import type { ConnectorOffset as OffsetBody } from '@sluice/rest-api';
import type { ConnectorOffset } from '@sluice/runtime';
import type { HandlersOf } from './handler.ts';
import { exactBody } from './exact-body.ts';

type OffsetRoute = 'getConnectorOffsets' | 'patchConnectorOffsets' | 'deleteConnectorOffsets';

export const offsetHandlers: HandlersOf<OffsetRoute> = {
  async getConnectorOffsets({ herder, path }) {
    const offsets = await herder.connectorOffsets(path.connector);
    const shown = offsets.map(({ partition, offset }) => ({
      partition: exactBody(partition),
      offset: exactBody(offset),
    }));
    return { status: 200, body: { offsets: shown } };
  },

  async patchConnectorOffsets({ herder, path, body }) {
    const message = await herder.alterConnectorOffsets(path.connector, requestedOffsets(body.offsets ?? []));
    return { status: 200, body: { message } };
  },

  async deleteConnectorOffsets({ herder, path }) {
    return { status: 200, body: { message: await herder.resetConnectorOffsets(path.connector) } };
  },
};

/** What is left out is `null`. */
export function requestedOffsets(offsets: readonly OffsetBody[]): ConnectorOffset[] {
  return offsets.map(({ partition = null, offset = null }) => ({ partition, offset }));
}
