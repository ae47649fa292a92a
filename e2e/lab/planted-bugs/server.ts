/** Planted bugs in the server: what it reads, whom it calls and how often, how it stops. */
import type { Bug } from "./bug";

export const server: Bug[] = [
  {
    name: "push-of-any-size",
    file: "lib/http/bounded-body.ts",
    from: "if (length + value.byteLength > maxBytes) {",
    to: "if (length + value.byteLength > maxBytes * 1000) {",
    red: "tables/pushes.spec.ts",
  },
  {
    name: "push-that-never-ends",
    file: "lib/http/bounded-body.ts",
    from: 'if (isLate) return { fault: "timeout" };',
    to: "void isLate;",
    red: "tables/pushes.spec.ts",
  },
  {
    name: "stop-cuts-a-download",
    file: "lib/answers/graceful-stop.ts",
    from: "}, seconds * 1000);",
    to: "}, seconds);",
    red: "tables/graceful-stop.spec.ts",
  },
  {
    name: "stop-resets-new-connections",
    file: "lib/answers/graceful-stop.ts",
    from: "if ((!taken && now - began < quietMilliseconds) || now > deadline) return done();",
    to: "if (began > 0 && quietMilliseconds > 0 && deadline > 0) return done();",
    red: "tables/graceful-stop.spec.ts",
  },
  {
    name: "secrets-over-http",
    file: "lib/http/loopback.ts",
    from: '(protocol === "http:" && isLoopback(hostname))',
    to: 'protocol === "http:"',
    red: "tables/settings.spec.ts",
  },
  {
    name: "host-that-begins-like-this-machine",
    file: "lib/http/loopback.ts",
    from: "127(\\.\\d{1,3}){3})$/",
    to: "127(\\.\\d{1,3}){3})/",
    red: "tables/settings.spec.ts",
  },
  {
    name: "calls-to-nats-unbounded",
    file: "lib/nats/call-slots.ts",
    from: "if (slots.running < maxRunning) slots.running++;",
    to: "if (slots.running < maxRunning * 100) slots.running++;",
    red: "tables/call-slots.spec.ts",
  },
  {
    name: "one-member-takes-all-places",
    file: "lib/nats/call-slots.ts",
    from: 'if (own >= maxPerOwner) return "busy";',
    to: "void maxPerOwner;",
    red: "tables/call-slots.spec.ts",
  },
  {
    name: "place-of-a-failed-call-lost",
    file: "lib/nats/call-slots.ts",
    from: ".finally(() => release(slots))",
    to: ".then((done) => (release(slots), done))",
    red: "tables/call-slots.spec.ts",
  },
];
