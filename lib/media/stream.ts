/** Streams a file at the client's pace, and closes it however the transfer ends. */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ReadableStream as NodeStream } from "node:stream/web";
import type { Piece } from "./answer";
import type { MediaFile } from "./files";
import type { ByteRange } from "./ranges";

/** Limits the memory of a slow client: about one chunk here and one in the socket. */
const chunkBytes = 65_536;

/** Who learns of a transfer. `onBytes` counts what the client was ready for. */
interface Told {
  onError: (error: Error) => void;
  onBytes?: (bytes: number) => void;
}

type Chunks = AsyncGenerator<Uint8Array, void, undefined>;

/**
 * Returns a stream over pieces of a file. The file is opened at the first read, so a client that is
 * already gone leaves nothing to close. If the file was replaced or becomes shorter, the stream
 * calls `onError` and fails, which ends the connection. `onBytes` learns of each chunk of the file.
 */
export function streamOf(file: MediaFile, pieces: readonly Piece[], told: Told) {
  // Only the type of Node has `from`; at run time both names are one class.
  return NodeStream.from(read(file, pieces, told)) as ReadableStream<Uint8Array>;
}

async function* read(file: MediaFile, pieces: readonly Piece[], { onError, onBytes }: Told): Chunks {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const { dev, ino, size, mtimeMs } = await handle.stat();
    if (dev !== file.device || ino !== file.inode || size !== file.size || mtimeMs !== file.modified) {
      throw new Error("The file has changed since it was found.");
    }
    for (const piece of pieces) {
      if (typeof piece === "string") yield Buffer.from(piece);
      else yield* bytes(handle, piece, onBytes);
    }
  } catch (error) {
    onError(error as Error);
    throw error;
  } finally {
    await handle?.close();
  }
}

async function* bytes(handle: FileHandle, { start, end }: ByteRange, onBytes: Told["onBytes"]): Chunks {
  for (let position = start; position <= end; ) {
    const wanted = Math.min(chunkBytes, end - position + 1);
    // Each read gets a new buffer: the socket may still be sending the previous one.
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, position);
    if (bytesRead === 0) throw new Error("The file is shorter than it was.");
    position += bytesRead;
    onBytes?.(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}
