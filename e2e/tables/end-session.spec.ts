/** The address at which NATS ends its own login: where it leads, and which are not used. */
import { expect, test } from "@playwright/test";
import { endSessionUrl } from "../../lib/nats/end-session";
import { answering, issuer, metadata, siteWith } from "./support";

/** The address for a sign-out that leads to `target`, where NATS's metadata names `endpoint`. */
function addressFor(endpoint: string | undefined, target: string | null = null): Promise<string | null> {
  const { fetch } = answering(() => Response.json({ ...metadata, end_session_endpoint: endpoint }));
  return endSessionUrl(target, siteWith({ fetch }));
}

test("it names the client, and the page that says that both logins have ended", async () => {
  const url = new URL((await addressFor(`${issuer}/logout?lang=en`)) ?? "");
  expect(url.origin + url.pathname).toBe(`${issuer}/logout`);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    lang: "en",
    client_id: "1",
    post_logout_redirect_uri: "https://members.example/signed-out?from=nats",
  });
});

test("a page that was asked for comes instead", async () => {
  const url = new URL((await addressFor(`${issuer}/logout`, "/tour")) ?? "");
  expect(url.searchParams.get("post_logout_redirect_uri")).toBe("https://members.example/tour");
});

for (const [endpoint, why] of [
  [undefined, "NATS names none"],
  ["https://other.example/logout", "it is on another origin, which the policy of pages would block"],
  [`${issuer}:8443/logout`, "it is on another port"],
  ["http://nats.example/logout", "it is not https"],
] as const) {
  test(`there is none if ${why}`, async () => {
    expect(await addressFor(endpoint)).toBeNull();
  });
}

test("there is none if NATS does not answer", async () => {
  const { fetch } = answering(() => new Error("down"));
  expect(await endSessionUrl(null, siteWith({ fetch }))).toBeNull();
});
