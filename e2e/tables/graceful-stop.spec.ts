/** A server's end: what is in flight is answered, and what never ends is cut. */
import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "@playwright/test";
import { gracefulStop } from "../../lib/answers/graceful-stop";

async function listen(answer: RequestListener) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function open(url: string, agent?: Agent): Promise<IncomingMessage> {
  const [answer] = (await once(get(url, { agent: agent ?? false }), "response")) as [IncomingMessage];
  return answer;
}

test("an answer in flight is sent whole before the server counts as stopped", async () => {
  const finish: (() => void)[] = [];
  const { server, url } = await listen((_, response) => {
    response.write("begun ");
    finish.push(() => response.end("ended"));
  });
  const stop = gracefulStop();
  stop.add(server);
  const answer = await open(url);
  const stopped = stop.stop();
  const isRefused = () => open(url).then((late) => void late.destroy(), String);
  await expect.poll(isRefused).toContain("ECONNREFUSED");
  expect(stop.isStopping()).toBe(true);
  for (const each of finish) each();
  answer.setEncoding("utf8");
  let body = "";
  for await (const chunk of answer) body += chunk;
  expect([body, await stopped]).toEqual(["begun ended", 0]);
});

test("an answer that never ends is cut, and counted", async () => {
  const { server, url } = await listen((_, response) => response.write("begun"));
  const stop = gracefulStop();
  stop.add(server);
  const answers = [await open(url), await open(url)];
  const cut = answers.map((answer) => {
    answer.on("error", () => undefined).resume();
    return new Promise((closed) => answer.once("close", closed));
  });
  expect(await stop.stop(0.1)).toBe(2);
  await Promise.all(cut);
});

test("an idle connection may bring one more request, and is closed after it", async () => {
  const stop = gracefulStop();
  const { server, url } = await listen((_, response) => {
    if (stop.isStopping()) response.setHeader("connection", "close");
    response.end("answered");
  });
  stop.add(server);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await once((await open(url, agent)).resume(), "end");
  const stopped = stop.stop();
  await expect.poll(stop.isStopping).toBe(true);
  const last = await open(url, agent);
  await once(last.resume(), "end");
  expect([last.statusCode, last.headers.connection, await stopped]).toEqual([200, "close", 0]);
});

test("connections that the kernel has accepted, and Node has not yet, are answered", async () => {
  const { server, url } = await listen((_, response) => response.end("answered"));
  const stop = gracefulStop();
  stop.add(server);
  const sockets = Array.from({ length: 20 }, () => connect(Number(new URL(url).port), "127.0.0.1"));
  const answers = sockets.map(async (socket) => {
    socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let text = "";
    for await (const chunk of socket.setEncoding("utf8")) text += chunk;
    return text.endsWith("answered");
  });
  const stopped = stop.stop();
  expect(await Promise.all(answers)).toEqual(sockets.map(() => true));
  await stopped;
});

test("a stop without a connection is over at once, and a second call waits for the first", async () => {
  const stop = gracefulStop();
  expect(await Promise.all([stop.stop(), stop.stop()])).toEqual([0, 0]);
});
