// Environments for child processes. A demo or a test must not see the settings of the real site,
// whether they come from the shell or from a .env file.
import { secretFileNames, settingNames } from "../lib/settings/table";

/**
 * Returns this process's environment for production, without any setting except `settings`.
 * Other settings are set to "" instead of removed: Next reads .env itself, but never overwrites
 * a variable that exists. So is one of `settings` that is undefined.
 */
export function cleanEnvironment(settings: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OIDC|NATS|AUTH)_|^(PORT|HOSTNAME)$/.test(name));
  const blank = [...settingNames, ...secretFileNames, "AUTH_SECRET_1"].map((name) => [name, ""]);
  return {
    ...Object.fromEntries([...inherited, ...blank]),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value ?? ""])),
  };
}
