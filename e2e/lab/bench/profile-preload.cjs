/**
 * Loaded into a server of the bench by NODE_OPTIONS. Each SIGUSR2 starts a profile of its main
 * thread, or ends it and writes it to BENCH_PROFILE. A profile from the start of the process would
 * be of V8's compiler.
 */
const { renameSync, writeFileSync } = require("node:fs");
const { Session } = require("node:inspector");

const file = process.env.BENCH_PROFILE;
const microseconds = 200;
let session;

process.on("SIGUSR2", () => {
  if (session) return end();
  session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.setSamplingInterval", { interval: microseconds });
  session.post("Profiler.start");
});

function end() {
  session.post("Profiler.stop", (error, result) => {
    if (error) throw error;
    // Renamed when it is whole: the bench waits for the file.
    writeFileSync(`${file}.part`, JSON.stringify(result.profile));
    renameSync(`${file}.part`, file);
  });
  session.disconnect();
  session = undefined;
}
