import type { Socket } from 'node:net';
import type { Random } from './random.ts';

type Distortion = (socket: Socket, response: Buffer, random: Random) => void;

const localHost = Buffer.from('127.0.0.1');
const portBytes = 4;

/** All that a broker, or what stands between, may do to a response. */
const distortions: Readonly<Record<string, Distortion>> = {
  flippedBytes(socket, response, random) {
    const safe = protectedPlaces(response);
    for (let flips = 1 + random.below(8); flips > 0; flips -= 1) {
      const at = random.below(response.length);
      if (!safe.has(at)) response[at] = random.below(256);
    }
    socket.write(response);
  },
  flippedBody(socket, response, random) {
    const safe = protectedPlaces(response);
    for (let flips = 1 + random.below(3); flips > 0; flips -= 1) {
      const at = 8 + random.below(Math.max(1, response.length - 8));
      if (at < response.length && !safe.has(at)) response[at] = random.pick([0, 1, 0x7f, 0x80, 0xff]);
    }
    socket.write(response);
  },
  cutAndSilent: (socket, response, random) =>
    void socket.write(response.subarray(0, random.below(response.length))),
  cutAndClosed: (socket, response, random) =>
    void socket.end(response.subarray(0, random.below(response.length))),
  cutBody(socket, response, random) {
    const cut = Buffer.from(response.subarray(0, 8 + random.below(Math.max(1, response.length - 8))));
    cut.writeInt32BE(cut.length - 4, 0);
    socket.write(cut);
  },
  longerBody(socket, response, random) {
    const longer = Buffer.concat([response, random.bytes(1 + random.below(50))]);
    longer.writeInt32BE(longer.length - 4, 0);
    socket.write(longer);
  },
  doubled: (socket, response) => void socket.write(Buffer.concat([response, response])),
  otherNumber(socket, response, random) {
    response.writeInt32BE(random.pick([-1, 0, 77_777, response.readInt32BE(4) + 1]), 4);
    socket.write(response);
  },
  hugeSize(socket, response, random) {
    response.writeInt32BE(random.pick([0x7fff_ffff, 200_000_000, -1, 0, 3]), 0);
    socket.write(response);
  },
  garbageBefore: (socket, response, random) =>
    void socket.write(Buffer.concat([random.bytes(1 + random.below(20)), response])),
  garbageAfter: (socket, response, random) =>
    void socket.write(Buffer.concat([response, random.bytes(1 + random.below(20))])),
  garbageInstead: (socket, _response, random) => void socket.write(random.bytes(1 + random.below(200))),
  otherProtocol: (socket, _response, random) =>
    void socket.write(
      random.pick(['HTTP/1.1 400 Bad Request\r\n\r\n', '\x15\x03\x01\x00\x02\x02\x46', 'SSH-2.0-x\r\n']),
    ),
  slowDrip(socket, response, random) {
    let at = 0;
    const timer = setInterval(() => {
      if (socket.destroyed || at >= response.length) return clearInterval(timer);
      const next = at + 1 + random.below(5);
      socket.write(response.subarray(at, next));
      at = next;
    }, 2);
  },
  silence: () => undefined,
  reset: (socket) => void socket.resetAndDestroy(),
};

const names = Object.keys(distortions);

/** Does to every response, now and then, one of these things; tells which, for who looks into a failure. */
export function distortWith(
  random: Random,
  percent: number,
): {
  readonly distort: (socket: Socket, response: Buffer) => void;
  readonly done: readonly string[];
} {
  const done: string[] = [];
  // A case has its favourites, so that some clients get far before it goes wrong.
  const own = [random.pick(names), random.pick(names), random.pick(names)];
  const distort = (socket: Socket, response: Buffer): void => {
    if (!random.chance(percent)) return void socket.write(response);
    const name = random.pick(own);
    done.push(name);
    distortions[name]?.(socket, response, random);
  };
  return { distort, done };
}

/** The addresses in a response: a client that believed another one would talk to strangers. */
function protectedPlaces(response: Buffer): Set<number> {
  const places = new Set<number>();
  for (let at = response.indexOf(localHost); at >= 0; at = response.indexOf(localHost, at + 1)) {
    for (let place = at - 2; place < at + localHost.length + portBytes; place += 1) places.add(place);
  }
  return places;
}
