/** The policy as shipped, for each member of the look-alike, by each lock that a site has. */
import { memberClaimsOf } from "../../lib/nats/member-claims";
import { withProduct } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";
import { userinfoClaims } from "../nats/claims";
import { seedMembers } from "../nats/members";
import { type Switches, startSwitches } from "../nats/switches";

type Verdict = "in" | "trial" | "expired" | "never_joined" | "unknown";

/** What each member gets at the gates `members` and `full`. */
const policy: Record<string, [members: Verdict, full: Verdict]> = {
  fiona: ["in", "in"],
  tom: ["in", "trial"],
  eddie: ["expired", "expired"],
  nina: ["never_joined", "never_joined"],
  uma: ["in", "unknown"],
  edna: ["expired", "expired"],
  manuel: ["in", "in"],
  renata: ["in", "in"],
  ulrika: ["in", "in"],
  zoe: ["in", "in"],
  olga: ["in", "in"],
  susi: ["in", "in"],
  "dora-1": ["in", "in"],
  "dora-2": ["in", "trial"],
  larry: ["in", "in"],
  noel: ["in", "in"],
  percy: ["in", "in"],
};

/** How NATS may send the same facts, and what then becomes of the verdicts. */
const forms: { what: string; switches: Partial<Switches>; seen: (verdict: Verdict, gate: string) => Verdict }[] = [
  { what: "as texts", switches: { MEMBER_OPENID_EXPIRED_LOGIN: true }, seen: (verdict) => verdict },
  { what: "as numbers", switches: { valueTypes: "numbers" }, seen: (verdict) => verdict },
  {
    what: "not at all",
    switches: { MEMBER_OPENID_BASE_INFO: false },
    seen: (_verdict, gate) => (gate === "full" ? "unknown" : "in"),
  },
];

const paths = {
  members: { page: "/members/account", file: "/media/stills/heron.webp" },
  full: { page: "/full", file: "/media/full/last-light.webm" },
} as const;

test("the table has each member of the look-alike", () => {
  expect(Object.keys(policy).sort()).toEqual([...seedMembers().keys()].sort());
});

for (const { what, switches, seen } of forms) {
  test(`facts sent ${what}: each member gets the pages, files and checks of the policy, and no other`, async ({
    nats,
  }) => {
    await withProduct(nats, {}, async (product) => {
      for (const [key, row] of seedMembers()) {
        const sent = userinfoClaims(row, { ...startSwitches({}), ...switches });
        const claims = { username: row.username, ...memberClaimsOf(sent, { status: "status" }) };
        const cookie = await cookieOf({ nats, product }, { claims, sub: row.memberid });
        for (const [at, gate] of ["members", "full"].entries() as ArrayIterator<[0 | 1, keyof typeof paths]>) {
          const expected = seen(policy[key]?.[at] ?? "unknown", gate);
          const status = expected === "in" ? 200 : 403;
          const ask = (path: string, headers = {}) =>
            request(product.origin + path, { headers: { cookie, ...headers } });
          const check = await ask(`/api/auth/check?gate=${gate}`);
          const who = `${key} at ${gate}`;
          expect
            .soft([check.status, check.headers["x-members-reason"] ?? "in"], who)
            .toEqual([status === 200 ? 204 : 403, expected]);
          expect.soft((await ask(paths[gate].page, navigation)).status, `${who}: page`).toBe(status);
          expect.soft((await ask(paths[gate].file)).status, `${who}: file`).toBe(status);
        }
      }
    });
  });
}
