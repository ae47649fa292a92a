// Environments for child processes: what the shell or a .env file sets for the real site must not reach a demo or a test.
import { settingNames } from "../lib/settings/table";

/**
 * This process's environment as production has it, with every setting blanked and `settings` laid over. Blanked, not removed: Next
 * reads .env itself, and leaves alone what is set, even to nothing.
 */
export function cleanEnvironment(settings: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OIDC|NATS|AUTH)_|^(PORT|HOSTNAME)$/.test(name));
  const blank = [...settingNames, "AUTH_SECRET_1"].map((name) => [name, ""]);
  return {
    ...Object.fromEntries([...inherited, ...blank]),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...settings,
  };
}
