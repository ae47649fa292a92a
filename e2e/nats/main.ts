// Starts the NATS look-alike from the command line.
// Example: `NATS_SIM_PORT=4000 NATS_SIM_DEMO=1 tsx e2e/nats/main.ts`.
import { startNats } from "./server";

async function main(): Promise<void> {
  const port = Number(process.env.NATS_SIM_PORT ?? "0");
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error("NATS_SIM_PORT is not a port number.");
  // In the demo, expired and never-joined members may log in, to show their refusal pages.
  const demo = process.env.NATS_SIM_DEMO === "1" ? { MEMBER_OPENID_EXPIRED_LOGIN: true, letNeverJoinedIn: true } : {};
  const { NATS_SIM_APPROVAL_URL: approvalUrl = "", NATS_SIM_MANAGEMENT_URL: managementUrl = "" } = process.env;
  const nats = await startNats({ port, switches: { ...demo, approvalUrl, managementUrl } });
  console.log(`NATS look-alike ready at ${nats.origin}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void nats.close());
}

main().catch((error: unknown) => {
  console.error(`NATS look-alike could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
