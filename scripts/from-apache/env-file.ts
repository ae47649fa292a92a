/** Writes `.env` so that Next reads back the very values. */
import { type SettingName, settingNames } from "../../lib/settings/table";
import { envValue } from "../env-value";
import { printable } from "./model";
import { type EnvPlan, isSecret, required } from "./settings";

/** The settings that `.env` cannot hold, because of their quotes. */
export function unwritable({ values }: EnvPlan): SettingName[] {
  return [...values].filter(([, value]) => envValue(value) === null).map(([name]) => name);
}

/** Returns the text of `.env`. Required settings without a value stay empty. */
export function envFile(plan: EnvPlan, host: string): string {
  const lines = envLines(plan, (name) => envValue(plan.values.get(name) ?? "") ?? "");
  return [`# Translated from Apache's configuration of ${printable(host)} by npm run from-apache.`, ...lines, ""].join(
    "\n",
  );
}

/** Returns the lines for the terminal. Secrets are left out. */
export function shownEnvLines(plan: EnvPlan): string[] {
  return envLines(plan, (name) => {
    const value = plan.values.get(name) ?? "";
    if (value === "") return "   (yours to set)";
    return isSecret(name, value) ? "   (not shown; --write puts it into .env)" : printable(envValue(value) ?? "");
  }).filter((line) => !line.startsWith("#"));
}

function envLines({ values, origins }: EnvPlan, text: (name: SettingName) => string): string[] {
  return settingNames.flatMap((name) => {
    if (!values.has(name) && !required.includes(name)) return [];
    const origin = origins.get(name);
    return [...(origin ? [`# ${origin}`] : []), `${name}=${text(name)}`];
  });
}
