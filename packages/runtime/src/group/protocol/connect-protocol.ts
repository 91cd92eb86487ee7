/** `connect.protocol`: what a worker is willing to follow, the last one being the best. */
export type ConnectProtocolMode = 'eager' | 'compatible' | 'sessioned';

/** Names on the wire. */
export type ConnectProtocolName = 'default' | 'compatible' | 'sessioned';

export interface ConnectProtocol {
  readonly name: ConnectProtocolName;
  /** Stands in front of everything that is written by it. */
  readonly version: 0 | 1 | 2;
  /** Whether members keep their work while the group is divided anew (KIP-415). */
  readonly isCooperative: boolean;
  /** Whether requests between workers are signed (KIP-507). */
  readonly isSigning: boolean;
}

const eagerProtocol: ConnectProtocol = {
  name: 'default',
  version: 0,
  isCooperative: false,
  isSigning: false,
};

const compatible: ConnectProtocol = {
  name: 'compatible',
  version: 1,
  isCooperative: true,
  isSigning: false,
};

const sessioned: ConnectProtocol = { name: 'sessioned', version: 2, isCooperative: true, isSigning: true };

const offered: Readonly<Record<ConnectProtocolMode, readonly ConnectProtocol[]>> = {
  eager: [eagerProtocol],
  compatible: [compatible, eagerProtocol],
  sessioned: [sessioned, compatible, eagerProtocol],
};

/** What a worker offers the group, best first: the group takes the first one that all members offer. */
export function protocolsOf(mode: ConnectProtocolMode): readonly ConnectProtocol[] {
  return offered[mode];
}

/** `undefined` for a name that is none of Connect's. */
export function protocolNamed(name: string | null): ConnectProtocol | undefined {
  return offered.sessioned.find((protocol) => protocol.name === name);
}
