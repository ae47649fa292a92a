/** The documented settings: README.md and .env.example list every setting with its default. */
import { expect, test } from "@playwright/test";
import { readSettings } from "../../lib/settings/read";
import type { Settings } from "../../lib/settings/shape";
import { isSetting, type SettingName, settingNames } from "../../lib/settings/table";
import { settingsWith } from "../tables/support";
import { textOf } from "../tables/tree";

/** How a settings file spells each default, computed from the settings that the reader returns. */
const spelled: Partial<Record<SettingName, (settings: Settings) => string>> = {
  HSTS_SECONDS: ({ hstsSeconds }) => `${hstsSeconds}`,
  OIDC_SCOPE: ({ client }) => client.scope,
  OIDC_SESSION_INACTIVITY_TIMEOUT: ({ session }) => `${session.idleSeconds}`,
  OIDC_SESSION_MAX_DURATION: ({ session }) => `${session.maxSeconds}`,
  OIDC_SESSION_TYPE: ({ session }) => (session.persistent ? "client-cookie:persistent" : "client-cookie"),
  OIDC_REMOTE_USER_CLAIM: ({ claims }) => claims.remoteUser,
  OIDC_USER_INFO_REFRESH_INTERVAL: ({ refresh }) => `${refresh.every}`,
  OIDC_USER_INFO_REFRESH_GRACE: ({ refresh }) => `${refresh.graceSeconds}`,
  OIDC_PKCE_METHOD: ({ provider }) => provider.pkce,
  OIDC_SSL_VALIDATE_SERVER: ({ provider }) => (provider.verifyTls ? "On" : "Off"),
  NATS_STATUS_CLAIM: ({ claims }) => claims.status,
  NATS_EXPIRED_LOGIN: ({ claims }) => (claims.expiredLogin ? "on" : "off"),
  MEDIA_DIR: ({ media }) => media.dir,
  MEDIA_SEND: ({ media }) => media.send,
  MEDIA_ACCEL_PREFIX: ({ media }) => media.accelPrefix,
  MEDIA_SIGN_SECONDS: () => "300",
  OIDC_BACKCHANNEL_LOGOUT: ({ backchannelLogout }) => (backchannelLogout ? "on" : "off"),
};
const defaults = new Map(Object.entries(spelled).map(([name, spell]) => [name, spell(settingsWith())]));

const missing = readSettings({});
const required = new Set("faults" in missing ? missing.faults.map(({ name }) => name) : []);

/** The rows of README's table of settings: the name and the cell with its default. */
function readmeRows(): { name: string; cell: string }[] {
  const cells = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const lines = textOf("README.md")
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const column =
    lines
      .map(cells)
      .find((row) => row.includes("Default"))
      ?.indexOf("Default") ?? -1;
  const start = lines.findIndex((line) => cells(line).includes("Default"));
  return lines.slice(start + 2).flatMap((line) => {
    const name = /^`([A-Z][A-Z0-9_]+)`$/.exec(cells(line)[0] ?? "")?.[1];
    return name ? [{ name, cell: cells(line)[column] ?? "" }] : [];
  });
}

/** The lines `NAME=value` of .env.example, also those that are commented out. */
function exampleLines(): { name: string; value: string; commented: boolean }[] {
  const lines = textOf(".env.example").matchAll(/^(# ?)?([A-Z][A-Z0-9_]+)=(.*)$/gm);
  return [...lines].map(([, mark, name, value]) => ({
    name: name ?? "",
    value: value ?? "",
    commented: mark !== undefined,
  }));
}

test("README's table has a row for every setting, and no other", () => {
  expect(
    readmeRows()
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...settingNames].sort());
});

test("README's table tells the defaults of the schema", () => {
  for (const { name, cell } of readmeRows()) {
    const expected = required.has(name) ? "required" : defaults.has(name) ? `\`${defaults.get(name)}\`` : "–";
    expect.soft(cell, name).toBe(expected);
  }
});

test(".env.example has a line for every setting, and no other", () => {
  expect(
    exampleLines()
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...settingNames].sort());
});

test(".env.example leaves required settings open and shows the schema's defaults as comments", () => {
  for (const { name, value, commented } of exampleLines()) {
    expect.soft(commented, `${name} is ${required.has(name) ? "" : "not "}required`).toBe(!required.has(name));
    expect.soft(value, name).toBe(required.has(name) ? "" : (defaults.get(name) ?? ""));
  }
});

test("the defaults shown, set by hand, are taken and change nothing", () => {
  expect(settingsWith(Object.fromEntries(defaults))).toEqual(settingsWith());
});

test("a name that README or .env.example mentions in passing exists", () => {
  for (const path of ["README.md", ".env.example"]) {
    const named = textOf(path).match(/(?<![A-Z_])(?:OIDC|NATS)_[A-Z0-9_]+\b/g) ?? [];
    for (const name of new Set(named)) expect.soft(isSetting(name), `${path}: ${name}`).toBe(true);
  }
});
