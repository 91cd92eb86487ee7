import { isUtf8 } from 'node:buffer';
import type { ByteRange, MapLayout } from '@sluice/connect-api';
import { JsonMap, type Memory } from './json-map.ts';
import { learnWay, type Way } from './learn-way.ts';
import { Piece } from './piece.ts';
import { roomForMessage, type Places } from './scalar-places.ts';
import { ScalarScanner } from './scan-scalar.ts';
import { quote } from '../../text/characters.ts';

/** Messages with more are read as they are. */
const maxMessageBytes = 1024 * 1024;
const maxPieces = 4096;
const maxPieceBytes = 256 * 1024;
/** So many messages are learned from in any case, and then one of so many that were known. */
const freeLessons = 64;
const knownPerLesson = 64;

/** What may follow a scalar: a piece of text, and then another scalar, or the end of the message. */
interface Exit {
  readonly piece: Piece;
  readonly exits: Exit[];
  /** The map that ends with this piece, `null` where a scalar follows. */
  readonly layout: MapLayout | null;
}

/**
 * The ways through messages: what stood between their scalars. Messages of one origin have the same names and the same
 * blanks, so that what is between the scalars of a message is compared with what was there before, and only the scalars
 * are looked at. Nothing is made of a message but a note of where these are. Arrays are not part of any way.
 */
export class KnownWays {
  readonly #scanner = new ScalarScanner();
  #exits: Exit[] = [];
  #places: Places | null = null;
  /** That of the last message, `null` when the thread has turned to something else: it must not outlive the batch. */
  #memory: Memory | null = null;
  readonly #forgetMemory = (): void => void (this.#memory = null);
  #known = 0;
  #lessons = 0;
  #pieceCount = 0;
  #pieceBytes = 0;

  /** The map that a message is, `null` when no way is known through it. It is JSON then, down to its scalars. */
  read(message: ByteRange): JsonMap | null {
    const { bytes, start, end } = message;
    if (end - start > maxMessageBytes) return null;
    const places = (this.#places = roomForMessage(this.#places));
    const memory = this.#memoryOf(bytes.buffer);
    const layout = this.#follow(memory.view, message, places);
    if (layout === null || (this.#scanner.beyondAscii && !isUtf8(bytes.subarray(start, end)))) return null;
    const first = places.next;
    places.next += 2 * layout.leafCount;
    this.#known += 1;
    return new JsonMap({ layout, memory, places: places.list, first });
  }

  /** Remembers the way through a message that was read in full. Takes its time, so not too many are remembered. */
  learn(bytes: Buffer): void {
    if (this.#lessons >= freeLessons + this.#known / knownPerLesson || bytes.length > maxMessageBytes) return;
    this.#lessons += 1;
    const way = learnWay(bytes, this.#scanner);
    if (way !== null) this.#remember(way);
  }

  /** Messages of one batch share it, and are read one after the other. */
  #memoryOf(buffer: ArrayBufferLike): Memory {
    const last = this.#memory;
    if (last?.buffer === buffer) return last;
    if (last === null) queueMicrotask(this.#forgetMemory);
    return (this.#memory = { buffer, view: new DataView(buffer), bytes: Buffer.from(buffer) });
  }

  #follow(view: DataView, message: ByteRange, { list, next }: Places): MapLayout | null {
    const messageEnd = message.bytes.byteOffset + message.end;
    const scanner = this.#scanner;
    scanner.beyondAscii = false;
    let exits = this.#exits;
    let position = message.bytes.byteOffset + message.start;
    let place = next;
    for (let index = 0; index < exits.length; index += 1) {
      const { piece, layout, exits: further } = exits[index] as Exit;
      const start = position + piece.length;
      if (start > messageEnd || !piece.isAt(view, position)) continue;
      if (layout !== null) {
        if (start === messageEnd) return layout;
        continue;
      }
      const end = scanner.scan(view, start, messageEnd);
      if (end === -1) continue;
      const isText = view.getUint8(start) === quote;
      list[place] = isText ? (scanner.escaped ? ~(start + 1) : start + 1) : start;
      list[place + 1] = isText ? end - 1 : end;
      place += 2;
      position = end;
      if (index > 0) moveToFront(exits, index);
      exits = further;
      index = -1;
    }
    return null;
  }

  #remember({ pieces, layout }: Way): void {
    this.#makeRoom(pieces);
    let exits = this.#exits;
    for (const [index, piece] of pieces.entries()) {
      const end = index === pieces.length - 1 ? layout : null;
      let exit = exits.find(
        (known) =>
          (known.layout === null) === (end === null) && Buffer.compare(known.piece.bytes, piece) === 0,
      );
      if (exit === undefined) {
        exit = { piece: new Piece(piece), exits: [], layout: end };
        exits.push(exit);
        this.#pieceCount += 1;
        this.#pieceBytes += piece.length;
      }
      exits = exit.exits;
    }
  }

  /** Forgets everything where there is too much. */
  #makeRoom(pieces: readonly Uint8Array[]): void {
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    if (this.#pieceCount + pieces.length <= maxPieces && this.#pieceBytes + bytes <= maxPieceBytes) return;
    this.#exits = [];
    this.#pieceCount = 0;
    this.#pieceBytes = 0;
  }
}

/** Messages that follow each other mostly go the same way. */
function moveToFront(exits: Exit[], index: number): void {
  const exit = exits[index] as Exit;
  exits[index] = exits[0] as Exit;
  exits[0] = exit;
}
