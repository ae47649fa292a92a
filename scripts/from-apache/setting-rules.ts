/** How each directive becomes a setting. An absent directive has no words. */
import { addresses } from "../../lib/addresses";
import { claimNames } from "../../lib/claims";
import { type SettingName, table } from "../../lib/settings/table";
import type { TranslatedName } from "./directives";
import type { Host } from "./hosts";
import type { At, Finding } from "./model";

/** The settings while they are made. */
export interface Draft {
  values: Map<SettingName, string>;
  findings: Finding[];
  host: Host;
  /** True if another directive shows that Apache's module is older than 2.4.15. */
  isOld: boolean;
  makeSecret(): string;
}

type Translator = (words: readonly string[], at: At | undefined, draft: Draft) => void;

function tell(draft: Draft, kind: Finding["kind"], at: At | undefined, what: string, text: string): void {
  draft.findings.push({ kind, at, what, text });
}

/** Carries a value over as it is. */
function same(directive: TranslatedName, setting: SettingName): Translator {
  return ([value], at, draft) => {
    if (value === undefined) return;
    draft.values.set(setting, value);
    tell(draft, "carried", at, directive, `→ ${setting}`);
  };
}

/** Carries over one of some values. Others are reported by `why`. */
function oneOf(directive: TranslatedName, setting: SettingName, values: readonly string[], why: string): Translator {
  return ([value], at, draft) => {
    if (value === undefined) return;
    if (!values.includes(value)) tell(draft, "unsupported", at, directive, why);
    else same(directive, setting)([value], at, draft);
  };
}

/** Reports a default that differs, if the directive is absent. */
function otherDefault(directive: TranslatedName, apache: string, setting: SettingName, here: string): Translator {
  return ([value], _at, draft) => {
    if (value !== undefined) return;
    const text = `Not set. Apache's default is ${apache}; ${setting} is ${here} by default.`;
    tell(draft, "changed", draft.host.at, directive, text);
  };
}

const seconds = /^\d{1,9}$/;

/** The translation of each directive, in the order of `.env`. */
export const translators: Readonly<Record<TranslatedName, Translator>> = {
  OIDCRedirectURI: ([value], at, draft) => {
    const { name, port, isHttps } = draft.host;
    const standard = isHttps ? "443" : "80";
    const origin = `${isHttps ? "https" : "http"}://${name}${port && port !== standard ? `:${port}` : ""}`;
    const base = /^[\w.-]+$/.test(name) ? origin : undefined;
    const url = value !== undefined && URL.canParse(value, base) ? new URL(value, base) : undefined;
    const authUrl = url?.origin ?? base;
    if (authUrl) draft.values.set("AUTH_URL", authUrl);
    if (!url) return;
    if (url.pathname !== addresses.callback) draft.values.set("OIDC_REDIRECT_URI", url.href);
    tell(
      draft,
      "carried",
      at,
      "OIDCRedirectURI",
      "→ AUTH_URL, OIDC_REDIRECT_URI. The blank script is no longer needed.",
    );
    if (base && url.hostname !== name && name !== "the server") {
      const text = `names the host ${url.hostname}, and the virtual host is ${name}. Which one do members type?`;
      tell(draft, "decide", at, "OIDCRedirectURI", text);
    }
  },
  OIDCCryptoPassphrase: ([value, former], at, draft) => {
    const usable =
      value !== undefined && !value.startsWith("exec:") && table.AUTH_SECRET.schema.safeParse(value).success;
    draft.values.set("AUTH_SECRET", usable ? value : draft.makeSecret());
    const once = "Members sign in once after the move.";
    if (usable) tell(draft, "carried", at, "OIDCCryptoPassphrase", `→ AUTH_SECRET. ${once}`);
    else {
      const why =
        value === undefined ? "Not set" : value.startsWith("exec:") ? "It is a command" : "It is too short or simple";
      tell(
        draft,
        "changed",
        at ?? draft.host.at,
        "OIDCCryptoPassphrase",
        `${why}. AUTH_SECRET is a new random one. ${once}`,
      );
    }
    if (former !== undefined) {
      tell(draft, "gone", at, "OIDCCryptoPassphrase", "Its second value: Apache's cookies are not read here.");
    }
  },
  OIDCProviderMetadataURL: same("OIDCProviderMetadataURL", "OIDC_PROVIDER_METADATA_URL"),
  OIDCProviderIssuer: same("OIDCProviderIssuer", "OIDC_PROVIDER_ISSUER"),
  OIDCClientID: same("OIDCClientID", "OIDC_CLIENT_ID"),
  OIDCClientSecret: ([value], at, draft) => {
    const text = "is a command. Put what it prints into OIDC_CLIENT_SECRET.";
    if (value?.startsWith("exec:")) tell(draft, "decide", at, "OIDCClientSecret", text);
    else same("OIDCClientSecret", "OIDC_CLIENT_SECRET")(value === undefined ? [] : [value], at, draft);
  },
  OIDCScope: same("OIDCScope", "OIDC_SCOPE"),
  OIDCRemoteUserClaim: (words, at, draft) => {
    const [value, ...rest] = words;
    otherDefault("OIDCRemoteUserClaim", "sub@", "OIDC_REMOTE_USER_CLAIM", "username")(words, at, draft);
    if (value === undefined) return;
    const isDeclared = claimNames.some((name) => name === value);
    if (rest.length === 0 && isDeclared) same("OIDCRemoteUserClaim", "OIDC_REMOTE_USER_CLAIM")(words, at, draft);
    else {
      const why = isDeclared
        ? "An expression has no counterpart"
        : "It is not a plain claim that lib/claims.ts declares";
      tell(draft, "decide", at, "OIDCRemoteUserClaim", `${why}. The name is the claim username for now.`);
    }
  },
  OIDCSessionInactivityTimeout: (words, at, draft) => {
    otherDefault("OIDCSessionInactivityTimeout", "300", "OIDC_SESSION_INACTIVITY_TIMEOUT", "3600")(words, at, draft);
    same("OIDCSessionInactivityTimeout", "OIDC_SESSION_INACTIVITY_TIMEOUT")(words, at, draft);
  },
  OIDCSessionMaxDuration: ([value], at, draft) => {
    const text = "is 0: as long as the id_token. That has no counterpart, so a session lasts 8 hours.";
    if (value !== undefined && Number(value) === 0) tell(draft, "decide", at, "OIDCSessionMaxDuration", text);
    else if (value !== undefined) {
      same("OIDCSessionMaxDuration", "OIDC_SESSION_MAX_DURATION")([value], at, draft);
      limitIdle(Number(value), draft);
    }
  },
  OIDCSessionType: ([value = "server-cache"], at, draft) => {
    const persistent = value.includes(":persistent");
    if (persistent) draft.values.set("OIDC_SESSION_TYPE", "client-cookie:persistent");
    if (/^client-cookie(:persistent)?$/.test(value))
      tell(draft, "carried", at, "OIDCSessionType", "→ OIDC_SESSION_TYPE");
    else if (at)
      tell(draft, "changed", at, "OIDCSessionType", "A session is one sealed cookie, and survives a restart.");
  },
  OIDCUserInfoRefreshInterval: ([value, onError], at, draft) => {
    const what = "OIDCUserInfoRefreshInterval";
    const setting = "OIDC_USER_INFO_REFRESH_INTERVAL";
    otherDefault(what, "never", setting, "300")(value === undefined ? [] : [value], at, draft);
    if (value === undefined) return;
    if (Number(value) < 0 || (Number(value) === 0 && draft.isOld)) {
      draft.values.set(setting, "never");
      const text =
        "means never in this version of the module, and is carried over. Leave it out for 300: then upgrades count.";
      tell(draft, "changed", at, what, text);
    } else if (Number(value) === 0) {
      const text = `meant never before 2.4.15.4, and every request since. ${setting} stays at 300; or set never, or always.`;
      tell(draft, "decide", at, what, text);
    } else if (seconds.test(value) && Number(value) < 10) {
      draft.values.set(setting, "10");
      tell(draft, "changed", at, what, `${setting} is 10, the least.`);
    } else same(what, setting)([value], at, draft);
    const text = "Its second value: while NATS fails, claims serve for OIDC_USER_INFO_REFRESH_GRACE seconds more.";
    if (onError !== undefined) tell(draft, "changed", at, what, text);
  },
  OIDCUserInfoSignedResponseAlg: oneOf(
    "OIDCUserInfoSignedResponseAlg",
    "OIDC_USER_INFO_SIGNED_RESPONSE_ALG",
    ["RS256"],
    "Only RS256 is supported.",
  ),
  OIDCProviderTokenEndpointAuth: oneOf(
    "OIDCProviderTokenEndpointAuth",
    "OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH",
    ["client_secret_basic", "client_secret_post"],
    "Only client_secret_basic and client_secret_post are supported.",
  ),
  OIDCPKCEMethod: (words, at, draft) => {
    if (words[0] === "plain") tell(draft, "changed", at, "OIDCPKCEMethod", "S256 is used in place of plain.");
    else oneOf("OIDCPKCEMethod", "OIDC_PKCE_METHOD", ["S256", "none"], "S256 is used.")(words, at, draft);
  },
  OIDCSSLValidateServer: ([value], at, draft) => {
    if (value === undefined) return;
    const text =
      "Production refuses Off. For a certificate of your own authority set NODE_EXTRA_CA_CERTS before the start.";
    if (/^off$/i.test(value)) tell(draft, "decide", at, "OIDCSSLValidateServer", text);
    else tell(draft, "carried", at, "OIDCSSLValidateServer", "Certificates are always checked.");
  },
  OIDCRedirectURLsAllowed: (words, at, draft) => {
    const origins = words.map(originIn);
    const known = origins.filter((origin) => origin !== undefined);
    if (known.length > 0) {
      draft.values.set("OIDC_REDIRECT_URLS_ALLOWED", known.join(" "));
      tell(
        draft,
        "changed",
        at,
        "OIDCRedirectURLsAllowed",
        "OIDC_REDIRECT_URLS_ALLOWED lists whole origins, not patterns.",
      );
    }
    const text = "Only expressions for one whole origin are translated. Add the others as origins, or leave them out.";
    if (known.length < words.length) tell(draft, "decide", at, "OIDCRedirectURLsAllowed", text);
  },
  OIDCResponseType: ([value], at, draft) => {
    if (value === "code") tell(draft, "carried", at, "OIDCResponseType", "The code flow is the only one.");
    else if (value !== undefined) tell(draft, "unsupported", at, "OIDCResponseType", "The code flow is the only one.");
  },
  OIDCValidateIssuer: ([value], at, draft) => {
    if (value === undefined) return;
    const text = "The issuer is always compared, letter for letter. See OIDC_PROVIDER_ISSUER.";
    tell(draft, /^off$/i.test(value) ? "unsupported" : "carried", at, "OIDCValidateIssuer", text);
  },
};

/** Cuts an idle limit beyond the session's end. Apache allows it; the product does not start. */
function limitIdle(maxSeconds: number, draft: Draft): void {
  const idle = draft.values.get("OIDC_SESSION_INACTIVITY_TIMEOUT");
  if (idle === undefined || !(Number(idle) > maxSeconds)) return;
  draft.values.set("OIDC_SESSION_INACTIVITY_TIMEOUT", String(maxSeconds));
  const text = "is longer than OIDCSessionMaxDuration, and is set to the same.";
  tell(draft, "changed", draft.host.at, "OIDCSessionInactivityTimeout", text);
}

/** Returns the origin that an expression means as a whole, like `^https://www\.example\.com/`. */
function originIn(expression: string): string | undefined {
  const [, origin] =
    /^\^(https?:\/\/(?:[a-z0-9.-]|\\\.|\\-)+(?::\d+)?)(?:\/|\$|\/?\(\/\|\$\)|\(\?:\/\|\$\))?(?:\.\*\$?)?$/i.exec(
      expression,
    ) ?? [];
  return origin?.replace(/\\(.)/g, "$1").toLowerCase();
}
