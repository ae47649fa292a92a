/**
 * Drives Debian's Firefox, which Playwright cannot. Firefox itself speaks Marionette, the protocol
 * below WebDriver: commands as JSON over TCP, each with its length in bytes before it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Firefox with one tab and a profile of its own. */
export interface Firefox {
  open(url: string): Promise<void>;
  /** Clicks the first link or button whose whole text this is. Waits for the page that it opens. */
  click(text: string): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;
  /** Sets a cookie of the open page's host that scripts cannot read. */
  setCookie(name: string, value: string): Promise<void>;
  /** Returns what an expression is in the page. */
  evaluate(expression: string): Promise<unknown>;
  url(): Promise<string>;
  /** Waits until the page's scripts run and have nothing left to do. For the product's pages. */
  idle(): Promise<void>;
  /** Returns the main heading, or "" while there is none. */
  heading(): Promise<string>;
  stop(): Promise<void>;
}

type Preferences = Readonly<Record<string, boolean | number | string>>;

/** No calls of Firefox's own, and no page but ours. */
const quiet: Preferences = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.newtabpage.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.search.update": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "media.gmp-manager.updateEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "network.prefetch-next": false,
  "services.settings.server": "",
  "signon.rememberSignons": false,
  "toolkit.telemetry.enabled": false,
  // Firefox writes the port that it finds into its profile.
  "marionette.port": 0,
};

/** Starts Firefox without a window. `preferences` go into its profile. */
export async function startFirefox(preferences: Preferences = {}): Promise<Firefox> {
  const home = await mkdtemp(join(tmpdir(), "members-firefox-"));
  const lines = Object.entries({ ...quiet, ...preferences }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(home, "user.js"), lines.join("\n"));
  const child = spawn("firefox-esr", ["--headless", "--marionette", "--no-remote", "--profile", home, "about:blank"], {
    env: { ...process.env, HOME: home },
    stdio: "ignore",
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Firefox ended with ${code}`)));
  });
  ended.catch(() => undefined);
  const command = await Promise.race([marionette(home), ended]);
  await command("WebDriver:NewSession", {});
  const evaluate = async (expression: string) =>
    valueIn(await command("WebDriver:ExecuteScript", { script: `return ${expression}`, args: [] }));
  return {
    open: async (url) => void (await command("WebDriver:Navigate", { url })),
    click: async (text) => {
      const named = `(element) => element.textContent.trim() === ${JSON.stringify(text)}`;
      // An element comes as an object whose one value is its id.
      const found = await evaluate(`[...document.querySelectorAll("a, button")].find(${named})`);
      const [id] = Object.values(found ?? {});
      await command("WebDriver:ElementClick", { id });
    },
    back: async () => void (await command("WebDriver:Back", {})),
    forward: async () => void (await command("WebDriver:Forward", {})),
    setCookie: async (name, value) =>
      void (await command("WebDriver:AddCookie", { cookie: { name, value, path: "/", httpOnly: true } })),
    evaluate,
    idle: async () => {
      const hydrated = `Object.keys(document.querySelector("h1") ?? {}).some((name) => name.startsWith("__react"))`;
      while (!(await evaluate(hydrated).catch(() => false))) await new Promise((done) => setTimeout(done, 50));
      const script =
        "const [done] = arguments; setTimeout(() => requestIdleCallback(() => done(), { timeout: 5000 }), 300)";
      await command("WebDriver:ExecuteAsyncScript", { script, args: [] });
    },
    url: async () => String(valueIn(await command("WebDriver:GetCurrentURL", {}))),
    heading: async () => String(await evaluate(`document.querySelector("h1")?.textContent ?? ""`)),
    stop: async () => {
      await stopped(child);
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What Marionette answers. Some answers are the value itself, most hold it. */
function valueIn(answer: unknown): unknown {
  return typeof answer === "object" && answer !== null && "value" in answer ? answer.value : answer;
}

/** Connects to the Firefox of a profile. Returns a function that sends one command. */
async function marionette(profile: string): Promise<(name: string, parameters: object) => Promise<unknown>> {
  const socket = await connected(profile);
  const waiting = new Map<number, (error: unknown, result: unknown) => void>();
  let received = Buffer.alloc(0);
  socket.on("data", (data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const colon = received.indexOf(":");
      const end = colon + 1 + Number(received.subarray(0, Math.max(0, colon)));
      if (colon < 0 || received.length < end) return;
      const message: unknown = JSON.parse(received.subarray(colon + 1, end).toString());
      received = received.subarray(end);
      // The first message is a greeting.
      if (Array.isArray(message)) waiting.get(message[1])?.(message[2], message[3]);
    }
  });
  let last = 0;
  return (name, parameters) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, (error, result) =>
        error === null ? resolve(result) : reject(new Error(`${name}: ${JSON.stringify(error).slice(0, 500)}`)),
      );
      socket.once("close", () => reject(new Error(`${name}: Firefox is gone`)));
      const text = Buffer.from(JSON.stringify([0, last, name, parameters]));
      socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    });
}

/** Waits until Firefox listens. */
async function connected(profile: string): Promise<Socket> {
  for (;;) {
    const port = await readFile(join(profile, "MarionetteActivePort"), "utf8").catch(() => "");
    if (port) {
      const socket = connect(Number(port), "127.0.0.1").setMaxListeners(0);
      await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
      return socket;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once("exit", () => done());
    child.kill("SIGTERM");
  });
}
