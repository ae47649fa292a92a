/** The bytes of a file as a stream that reads only what the client takes, and closes the file however it ends. */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Piece } from "./answer";
import type { MediaFile } from "./files";

/** Bytes read at a time: all that a slow client costs in memory, once here and once in the socket. */
const chunkBytes = 65_536;

/**
 * A stream over pieces of a file. Nothing is opened before the first read: a client gone by then leaves nothing to close. It fails, which ends
 * the connection, when the file is another one by now or grows shorter while it is read; `failed` hears of that first.
 */
export function streamOf(
  file: MediaFile,
  pieces: readonly Piece[],
  failed: (error: Error) => void,
): ReadableStream<Uint8Array> {
  const chunks = read(file, pieces);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next().catch((error: Error) => {
          failed(error);
          throw error;
        });
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return();
      },
    },
    { highWaterMark: 0 },
  );
}

async function* read(file: MediaFile, pieces: readonly Piece[]): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await open(file.path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { dev, ino, size, mtimeMs } = await handle.stat();
    if (dev !== file.device || ino !== file.inode || size !== file.size || mtimeMs !== file.modified) {
      throw new Error("The file has changed since it was found.");
    }
    for (const piece of pieces) {
      if (typeof piece === "string") yield Buffer.from(piece);
      else yield* bytes(handle, piece.start, piece.end);
    }
  } finally {
    await handle.close();
  }
}

async function* bytes(handle: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = start; position <= end; ) {
    const wanted = Math.min(chunkBytes, end - position + 1);
    // A buffer of its own each time: the one before may still be on its way out.
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, position);
    if (bytesRead === 0) throw new Error("The file is shorter than it was.");
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
