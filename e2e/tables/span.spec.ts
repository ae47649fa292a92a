/** What is taken out of a span before it leaves the server. */
import { expect, test } from "@playwright/test";
import { withoutSecrets } from "../../lib/signals/span";

test("queries and messages of errors go; types, stack frames and paths stay", () => {
  const span = {
    name: "GET /api/auth/callback/nats?code=canary&state=canary",
    attributes: {
      "http.target": "/api/auth/callback/nats?code=canary",
      "http.url": "https://nats.example/member/userinfo?x=canary#canary",
      "http.status_code": 302,
      "next.rsc": false,
      "exception.message": "canary",
      list: ["/a?b=canary", 7],
    },
    status: { code: 2, message: "failed for canary" },
    events: [
      { name: "exception", attributes: { "exception.type": "TypeError", "exception.message": "canary" } },
      {
        name: "exception",
        attributes: {
          "exception.stacktrace": "TypeError: canary\ncanary too\n    at page (/app/x.js:1:2)\n    at run (y.js:3)",
        },
      },
      { name: "plain" },
    ],
  };
  withoutSecrets(span);
  expect(JSON.stringify(span)).not.toContain("canary");
  expect(span).toMatchObject({
    name: "GET /api/auth/callback/nats",
    attributes: {
      "http.target": "/api/auth/callback/nats",
      "http.url": "https://nats.example/member/userinfo",
      "http.status_code": 302,
      "next.rsc": false,
      list: ["/a", "7"],
    },
    events: [
      { attributes: { "exception.type": "TypeError" } },
      { attributes: { "exception.stacktrace": "    at page (/app/x.js:1:2)\n    at run (y.js:3)" } },
      { name: "plain" },
    ],
  });
});
