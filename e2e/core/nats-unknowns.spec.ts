/** What is not publicly known of NATS: the product works with each setting of the look-alike. */
import { words } from "../../app/theme/words";
import { headingOf } from "../fixtures/pages";
import {
  freePort,
  type Product,
  standardSettings,
  startProduct,
  type TestSettings,
  withProduct,
} from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";
import { type Nats, type Switches, startNats } from "../nats/server";

const { full, refused } = words();
/** How a sign-in to the full page ends: on the page, on a refusal page, or with a failure code. */
type End = "in" | "trial" | "unknown" | { failed: string };

interface Case {
  member?: string;
  switches: Partial<Switches>;
  end: End;
}

const live: Case[] = [
  { switches: { valueTypes: "numbers" }, end: "in" },
  { switches: { valueTypes: "numbers" }, member: "tom", end: "trial" },
  { switches: { trialValue: "1" }, member: "tom", end: "trial" },
  { switches: { trialValue: "2" }, member: "tom", end: "unknown" },
  { switches: { trialValue: "maybe" }, member: "tom", end: "unknown" },
  { switches: { trialValue: null }, member: "tom", end: "unknown" },
  { switches: { MEMBER_OPENID_BASE_INFO: false }, end: "unknown" },
  { switches: { subForm: "opaque" }, end: "in" },
  { switches: { subForm: "username" }, end: "in" },
  { switches: { statusClaim: null }, end: "in" },
  { switches: { statusClaim: "member_status" }, end: "in" },
  { switches: { emailClaim: "absent" }, end: "in" },
  { switches: { contentTypes: "html" }, end: "in" },
  { switches: { contentTypes: "html", signUserinfo: true }, end: "in" },
  { switches: { contentTypes: "jwtAsJson", signUserinfo: true }, end: "in" },
  { switches: { signUserinfo: true }, end: "in" },
  { switches: { signUserinfo: true, userinfoJwtIssAud: false }, end: "in" },
  { switches: { signUserinfo: true, valueTypes: "numbers" }, end: "in" },
  { switches: { pkce: "enforced" }, end: "in" },
  { switches: { pkce: "error" }, end: { failed: "provider_error" } },
  { switches: { expiresInAsString: true }, end: "in" },
  { switches: { idTokenContents: "withUsername" }, end: "in" },
  { switches: { basicEncoding: "encoded" }, end: "in" },
  { switches: { basicEncoding: "raw" }, end: { failed: "client_rejected" } },
  { switches: { audForm: "array" }, end: "in" },
  { switches: { audForm: "arrayWithOther" }, end: "in" },
  { switches: { audForm: "arrayWithOtherNoAzp" }, end: { failed: "bad_token" } },
  { switches: { audForm: "split" }, end: { failed: "bad_token" } },
  { switches: { clockSkewSeconds: 30 }, end: "in" },
  { switches: { clockSkewSeconds: -30 }, end: "in" },
  { switches: { clockSkewSeconds: 700 }, end: { failed: "clock" } },
  { switches: { clockSkewSeconds: -700 }, end: { failed: "clock" } },
  { switches: { MEMBER_OPENID_SECURE_IPS: "10.9.9.9", ipRefusal: "forbidden" }, end: { failed: "not_listed" } },
  { switches: { MEMBER_OPENID_SECURE_IPS: "10.9.9.9", ipRefusal: "htmlPage" }, end: { failed: "not_listed" } },
  {
    switches: { MEMBER_OPENID_SECURE_IPS: "10.9.9.9", ipRefusal: "invalidClient" },
    end: { failed: "client_rejected" },
  },
  {
    switches: { MEMBER_OPENID_SECURE_IPS: "10.9.9.9", ipRefusal: "forbidden", ipGuards: "token" },
    end: { failed: "not_listed" },
  },
  { switches: { singleSignOn: true }, end: "in" },
];

for (const { switches, member = "fiona", end } of live) {
  test(`${member} with ${JSON.stringify(switches)}: ${JSON.stringify(end)}`, async ({ nats, product }) => {
    Object.assign(nats.switches, switches);
    await expectEnd(nats, product, member, end);
  });
}

interface StartCase extends Case {
  /** The row of the OpenID Foundation's plan that this case is. */
  row?: string;
  settings?: TestSettings;
}

const fromTheStart: StartCase[] = [
  { switches: { issuerForm: "trailingSlash" }, end: "in" },
  { switches: { issuerForm: "path" }, end: "in" },
  {
    row: "oidcc-client-test-discovery-issuer-mismatch",
    switches: { issuerForm: "otherHost" },
    end: { failed: "bad_metadata" },
  },
  { switches: { tokenEndpointAuthMethods: ["client_secret_basic", "client_secret_post"] }, end: "in" },
  { switches: { tokenEndpointAuthMethods: ["client_secret_post"], clientSecretPost: "accepted" }, end: "in" },
  {
    switches: { clientSecretPost: "refused" },
    settings: { OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH: "client_secret_post" },
    end: { failed: "client_rejected" },
  },
  {
    switches: { clientSecretPost: "accepted" },
    settings: { OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH: "client_secret_post" },
    end: "in",
  },
  {
    switches: { basicEncoding: "raw" },
    settings: { OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH: "client_secret_basic_raw" },
    end: "in",
  },
  { switches: { pkce: "error" }, settings: { OIDC_PKCE_METHOD: "none" }, end: "in" },
  {
    switches: { statusClaim: "member_status" },
    settings: { NATS_STATUS_CLAIM: "member_status", NATS_EXPIRED_LOGIN: "on" },
    end: "in",
  },
  { switches: { statusClaim: "member_status" }, settings: { NATS_EXPIRED_LOGIN: "on" }, end: "unknown" },
  { switches: { statusClaim: null }, settings: { NATS_EXPIRED_LOGIN: "on" }, end: "unknown" },
  { switches: { signUserinfo: true }, settings: { OIDC_USER_INFO_SIGNED_RESPONSE_ALG: "RS256" }, end: "in" },
  {
    switches: { signUserinfo: false },
    settings: { OIDC_USER_INFO_SIGNED_RESPONSE_ALG: "RS256" },
    end: { failed: "bad_userinfo" },
  },
  { switches: { redirectUriCheck: "siteHost", siteHosts: ["HOST"] }, end: "in" },
  { switches: { redirectUriCheck: "exact", redirectUris: ["ORIGIN/api/auth/callback/nats"] }, end: "in" },
  { switches: {}, settings: { OIDC_CLIENT_ID: "1" }, end: "in" },
  { switches: {}, settings: { OIDC_REMOTE_USER_CLAIM: "email" }, end: "in" },
  { switches: { emailClaim: "absent" }, settings: { OIDC_REMOTE_USER_CLAIM: "email" }, end: { failed: "no_username" } },
  { switches: {}, settings: { OIDC_SCOPE: "openid profile" }, end: "in" },
  { switches: {}, settings: { OIDC_CLIENT_SECRET: "wrongsecret" }, end: { failed: "client_rejected" } },
];

for (const { row, switches, settings = {}, member = "fiona", end } of fromTheStart) {
  test(`${row ? `${row}: ` : ""}${member} with ${JSON.stringify(switches)} and ${JSON.stringify(settings)}: ${JSON.stringify(end)}`, async () => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const mine = JSON.parse(
      JSON.stringify(switches).replaceAll("ORIGIN", origin).replaceAll("HOST", `localhost:${port}`),
    );
    const nats = await startNats({ switches: mine });
    const all = { ...standardSettings(origin, nats.metadataUrl), ...settings };
    const product = await startProduct({ port, settings: all });
    try {
      await expectEnd(nats, product, member, end);
    } finally {
      await product.stop();
      await nats.close();
    }
  });
}

test("an issuer on another host is taken when OIDC_PROVIDER_ISSUER names it", async () => {
  const nats = await startNats({ switches: { issuerForm: "otherHost" } });
  try {
    const { issuer } = (await (await fetch(nats.metadataUrl)).json()) as { issuer: string };
    await withProduct(nats, { OIDC_PROVIDER_ISSUER: issuer }, (product) => expectEnd(nats, product, "fiona", "in"));
  } finally {
    await nats.close();
  }
});

test("the access token's life, where NATS states it, ends the session before the product's own limit", async ({
  nats,
  product,
}) => {
  nats.switches.MEMBER_OPENID_ACCESS_TOKEN_DURATION = 900;
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const { expires } = JSON.parse((await member.open(`${product.origin}/api/auth/session`)).body);
  expect(Math.abs(Date.parse(expires) / 1000 - Date.now() / 1000 - 900)).toBeLessThan(30);
});

for (const { after, end } of [
  { after: "refused", end: "Member login" },
  { after: "status2", end: refused.expired.heading },
  { after: "stale", end: full.title },
] as const) {
  test(`a member who expires, with a NATS that answers ${after}, reads: ${end}`, async ({ nats }) => {
    await withProduct(nats, { OIDC_USER_INFO_REFRESH_INTERVAL: "10", NATS_EXPIRED_LOGIN: "on" }, async (product) => {
      nats.switches.userinfoAfterExpiry = after;
      const member = visitor();
      await member.signIn(`${product.origin}/full`, "fiona");
      nats.member("fiona").status = 2;
      const ending = await member.follow(`${product.origin}/api/auth/recheck?returnTo=%2Ffull`);
      expect(headingOf(ending.body)).toBe(end);
    });
  });
}

test("a NATS whose userinfo repeats the login's facts changes nothing until the next sign-in", async ({
  nats,
  product,
}) => {
  nats.switches.userinfoLive = "frozen";
  const member = visitor();
  await member.signIn(`${product.origin}/full`, "fiona");
  nats.member("fiona").trial = 1;
  expect((await member.follow(`${product.origin}/api/auth/recheck?returnTo=%2Ffull`)).status).toBe(200);
  expect((await visitor().signIn(`${product.origin}/full`, "fiona")).status).toBe(403);
});

test("a redirect URI that NATS does not know ends the sign-in on NATS's own page", async ({ nats, product }) => {
  Object.assign(nats.switches, { redirectUriCheck: "exact", redirectUris: ["https://other.example/vanity"] });
  const end = await visitor().follow(`${product.origin}/full`);
  expect(new URL(end.url).origin).toBe(nats.origin);
  expect(end.body).not.toContain("Username");
});

for (const keepOldKeys of [true, false]) {
  const old = keepOldKeys ? "kept" : "gone";
  test(`oidcc-client-test-signing-key-rotation-just-before-signing: a new key, the old one ${old}`, async ({
    nats,
  }) => {
    nats.switches.keepOldKeys = keepOldKeys;
    await withProduct(nats, {}, async (product) => {
      await visitor().signIn(`${product.origin}/full`, "fiona");
      const member = visitor();
      const callback = await member.logIn(`${product.origin}/full`, "fiona");
      await nats.rotateKey();
      expect((await member.follow(callback)).url).toBe(`${product.origin}/full`);
    });
  });
}

async function expectEnd(nats: Nats, product: Product, member: string, end: End): Promise<void> {
  const headings = {
    in: full.title,
    trial: refused.trial.heading,
    unknown: refused.unknown.heading,
  };
  const visit = visitor();
  const result =
    typeof end === "object" && end.failed === "bad_metadata"
      ? await visit.follow(`${product.origin}/full`)
      : typeof end === "object" && end.failed === "provider_error"
        ? await visit.follow(`${product.origin}/full`)
        : await visit.signIn(`${product.origin}/full`, member);
  if (typeof end === "object") {
    expect(new URL(result.url).pathname).toBe("/sign-in-failed");
    expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: end.failed });
    expect([...visit.cookies.keys()].filter((name) => name.startsWith("members."))).toEqual([]);
    return;
  }
  expect(result.url).toBe(`${product.origin}/full`);
  expect(result.status).toBe(end === "in" ? 200 : 403);
  expect(headingOf(result.body)).toBe(headings[end]);
  if (nats.switches.singleSignOn) expect(visit.cookies.has("nats_look_alike_login")).toBe(true);
}
