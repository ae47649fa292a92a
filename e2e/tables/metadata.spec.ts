/** NATS's metadata document: which documents are accepted, and how long they are cached. */
import { expect, test } from "@playwright/test";
import { codedErrorIn } from "../../lib/failures";
import { metadataOf, parseMetadata } from "../../lib/nats/metadata";
import type { Settings } from "../../lib/settings/shape";
import {
  answering,
  baseEnvironment,
  clockByHand,
  issuer,
  localhost,
  metadata,
  settingsWith,
  siteWith,
  without,
} from "./support";

const document = {
  issuer,
  authorization_endpoint: metadata.authorization_endpoint,
  token_endpoint: metadata.token_endpoint,
  userinfo_endpoint: metadata.userinfo_endpoint,
  jwks_uri: metadata.jwks_uri,
};
const { provider } = settingsWith();
const local = settingsWith(localhost).provider;

/** Returns the code and the detail of the error that `act` throws. */
function refusalOf(act: () => unknown): { failure: string; detail: string } | undefined {
  try {
    act();
  } catch (error) {
    const coded = codedErrorIn(error);
    return { failure: coded?.failure ?? "uncoded", detail: coded?.detail ?? String(error) };
  }
}

test("a complete document is accepted, and unknown fields are ignored", () => {
  expect(parseMetadata(JSON.stringify(document), provider)).toEqual(metadata);
  const more = {
    ...document,
    end_session_endpoint: `${issuer}/logout`,
    grant_types_supported: ["x"],
    claims_supported: 7,
  };
  expect(parseMetadata(JSON.stringify(more), provider)).toEqual({
    ...metadata,
    end_session_endpoint: `${issuer}/logout`,
  });
  const methods = { ...document, token_endpoint_auth_methods_supported: ["client_secret_post"] };
  expect(parseMetadata(JSON.stringify(methods), provider).token_endpoint_auth_methods_supported).toEqual([
    "client_secret_post",
  ]);
});

test("a malformed optional field counts as absent", () => {
  const odd = { ...document, end_session_endpoint: "", token_endpoint_auth_methods_supported: "basic" };
  expect(parseMetadata(JSON.stringify(odd), provider)).toEqual(metadata);
});

test("a document without a required field is rejected, and the detail names the field", () => {
  for (const text of ["", "<!doctype html>", "null", "[]", "7", '"x"', "{", "{}", JSON.stringify([document])]) {
    expect.soft(refusalOf(() => parseMetadata(text, provider))?.failure, text).toBe("bad_metadata");
  }
  for (const name of Object.keys(document)) {
    for (const value of [undefined, null, "", 7, ["https://nats.example/"]]) {
      const refusal = refusalOf(() => parseMetadata(JSON.stringify({ ...document, [name]: value }), provider));
      expect.soft(refusal, `${name}: ${value}`).toMatchObject({ failure: "bad_metadata" });
      expect.soft(refusal?.detail, `${name}: ${value}`).toContain(name);
    }
  }
});

const endpoints: [Settings["provider"], string, boolean, string][] = [
  [provider, "https://login.example/x", true, "https on another host"],
  [provider, "http://nats.example/x", false, "http on the network"],
  [provider, "http://localhost:4000/x", false, "a document from the network must not name this machine"],
  [provider, "http://127.0.0.1/x", false, "nor its address"],
  [provider, "javascript:alert(1)", false, "another scheme"],
  [provider, "ftp://nats.example/x", false, "another scheme"],
  [provider, "file:///etc/passwd", false, "another scheme"],
  [provider, "/member/token", false, "a relative URL"],
  [local, "http://localhost:4000/x", true, "a document on this machine may name this machine"],
  [local, "http://[::1]:4000/x", true, "also by address"],
  [local, "http://nats.example/x", false, "http on the network, from a document on this machine"],
];
for (const [source, value, taken, why] of endpoints) {
  test(`an endpoint ${value} is ${taken ? "accepted" : "rejected"}: ${why}`, () => {
    const own = new URL(source.metadataUrl).origin;
    const base = Object.fromEntries(Object.entries(document).map(([name, url]) => [name, url.replace(issuer, own)]));
    for (const name of Object.keys(without(document, "issuer"))) {
      const refusal = refusalOf(() => parseMetadata(JSON.stringify({ ...base, [name]: value }), source));
      expect.soft(refusal?.failure, name).toBe(taken ? undefined : "bad_metadata");
    }
  });
}

const issuers: [string | undefined, string, boolean, string][] = [
  [undefined, issuer, true, "the metadata's origin"],
  [undefined, `${issuer}/member`, true, "a path on the metadata's origin"],
  [undefined, `${issuer}/`, true, "with a slash"],
  [undefined, "https://other.example", false, "another origin, without the setting"],
  [undefined, "http://nats.example", false, "another scheme"],
  [undefined, "https://nats.example:8443", false, "another port"],
  [undefined, "https://nats.example.evil.example", false, "a longer host"],
  [undefined, "nats", false, "not a URL"],
  ["https://other.example", "https://other.example", true, "another origin, named by the setting"],
  [issuer, `${issuer}/`, false, "a trailing slash: compared exactly"],
  [`${issuer}/`, issuer, false, "a missing slash: compared exactly"],
  [issuer, "https://NATS.example", false, "another case: compared exactly"],
  [issuer, "https://nats.example:443", false, "an equivalent URL: compared exactly"],
];
for (const [set, sent, taken, why] of issuers) {
  test(`issuer ${sent} where ${set ?? "nothing"} is set is ${taken ? "accepted" : "rejected"}: ${why}`, () => {
    const refusal = refusalOf(() =>
      parseMetadata(JSON.stringify({ ...document, issuer: sent }), { ...provider, issuer: set }),
    );
    expect(refusal?.failure).toBe(taken ? undefined : "bad_metadata");
    if (!taken) expect(refusal?.detail, "the detail names the setting").toContain("OIDC_PROVIDER_ISSUER");
  });
}

test("the document is fetched from the configured URL, once an hour", async () => {
  const clock = clockByHand();
  const nats = answering(() => Response.json(document));
  const cache = metadataOf(siteWith({ fetch: nats.fetch, now: clock.now }));
  for (let minute = 0; minute < 59; minute++) {
    expect(await cache.get()).toEqual(metadata);
    clock.pass(60);
  }
  expect(nats.calls.map(({ url }) => url)).toEqual([baseEnvironment.OIDC_PROVIDER_METADATA_URL]);
  expect(nats.calls[0]?.init).toMatchObject({ redirect: "manual", cache: "no-store" });
});

test("during an outage the last good document is used for a day, and failed refreshes are logged", async () => {
  const clock = clockByHand();
  let down = false;
  const nats = answering(() => (down ? new Response("<h1>502</h1>", { status: 502 }) : Response.json(document)));
  const site = siteWith({ fetch: nats.fetch, now: clock.now });
  const cache = metadataOf(site);
  await cache.get();
  down = true;
  clock.pass(86_399);
  expect(await cache.get()).toEqual(metadata);
  await expect.poll(() => site.logged.length).toBe(1);
  expect(site.logged[0]).toMatchObject({ level: "warn", event: "metadata", fields: { outcome: "refresh_failed" } });
  clock.pass(1);
  expect(codedErrorIn(await cache.get().catch((error: unknown) => error))?.failure).toBe("provider_unreachable");
});

const answers: [() => Response | Error, string, string][] = [
  [() => new Response("Forbidden", { status: 403 }), "not_listed", "NATS's address list"],
  [() => new Response("no", { status: 401 }), "provider_unreachable", "401"],
  [() => new Response("no", { status: 404 }), "provider_unreachable", "404"],
  [() => new Response("no", { status: 500 }), "provider_unreachable", "500"],
  [() => new Response(null, { status: 204 }), "provider_unreachable", "204"],
  [() => Response.redirect(`${issuer}/elsewhere`, 302), "provider_unreachable", "a redirect"],
  [() => new TypeError("fetch failed"), "provider_unreachable", "a broken network"],
  [() => new Response("x".repeat(262_145)), "provider_unreachable", "a response that is too long"],
  [() => new Response("<!doctype html>"), "bad_metadata", "a page"],
  [() => Response.json({ error: "x" }), "bad_metadata", "an error with status 200"],
];
for (const [answer, failure, why] of answers) {
  test(`without a cached document, ${why} fails with ${failure}`, async () => {
    const cache = metadataOf(siteWith({ fetch: answering(answer).fetch }));
    expect(codedErrorIn(await cache.get().catch((error: unknown) => error))?.failure).toBe(failure);
  });
}
