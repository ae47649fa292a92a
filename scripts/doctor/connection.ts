// What only a connection of its own shows: the end of a certificate, and the fate of an upgrade.
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";

const seconds = 6;

/** Returns the days until the certificate of a host ends, or undefined if there is none to see. */
export function certificateDays(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, servername: host, rejectUnauthorized: false, timeout: seconds * 1000 });
    const end = (days?: number) => {
      socket.destroy();
      resolve(days);
    };
    socket.once("secureConnect", () => {
      const until = Date.parse(socket.getPeerCertificate().valid_to ?? "");
      end(Number.isNaN(until) ? undefined : Math.floor((until - Date.now()) / 86_400_000));
    });
    socket.once("timeout", () => end());
    socket.once("error", () => end());
  });
}

/**
 * Asks for a WebSocket, and for the end of the connection after the answer. `ended`: the server
 * answered and closed. `switched`: 101. `hangs`: still open after six seconds.
 */
export function upgradeOutcome(origin: string): Promise<"ended" | "switched" | "hangs"> {
  const { hostname, port, protocol, host } = new URL(origin);
  const isTls = protocol === "https:";
  const target = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || (isTls ? 443 : 80)) };
  return new Promise((resolve) => {
    const socket = isTls ? connectTls({ ...target, servername: target.host }) : connect(target);
    let answer = "";
    const end = (outcome: "ended" | "switched" | "hangs") => {
      clearTimeout(limit);
      socket.destroy();
      resolve(outcome);
    };
    const limit = setTimeout(() => end("hangs"), seconds * 1000);
    socket.once(isTls ? "secureConnect" : "connect", () => {
      socket.write(
        `GET /members HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n` +
          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ZG9jdG9yLW1hZGUtdXAtMQ==\r\n\r\n",
      );
    });
    socket.on("data", (chunk) => {
      answer = (answer + chunk.toString("latin1")).slice(0, 64);
      if (/^HTTP\/1\.[01] 101/.test(answer)) end("switched");
    });
    socket.once("close", () => end(answer === "" ? "hangs" : "ended"));
    socket.once("error", () => end("ended"));
  });
}
