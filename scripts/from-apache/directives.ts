/** Every directive of mod_auth_openidc 2.4.20 and of older versions, and what becomes of it. */
import type { Finding } from "./model";

/** What becomes of a directive that settings.ts does not translate. */
export interface Fate {
  kind: Extract<Finding["kind"], "changed" | "gone" | "unsupported" | "decide">;
  why: string;
}

/** Directives that settings.ts translates into `.env`. */
export const translated = [
  "OIDCProviderMetadataURL",
  "OIDCProviderIssuer",
  "OIDCClientID",
  "OIDCClientSecret",
  "OIDCCryptoPassphrase",
  "OIDCRedirectURI",
  "OIDCScope",
  "OIDCSessionInactivityTimeout",
  "OIDCSessionMaxDuration",
  "OIDCSessionType",
  "OIDCRemoteUserClaim",
  "OIDCUserInfoRefreshInterval",
  "OIDCUserInfoSignedResponseAlg",
  "OIDCProviderTokenEndpointAuth",
  "OIDCPKCEMethod",
  "OIDCSSLValidateServer",
  "OIDCRedirectURLsAllowed",
  "OIDCResponseType",
  "OIDCValidateIssuer",
] as const;

/** A name that settings.ts translates. */
export type TranslatedName = (typeof translated)[number];

const groups: [kind: Fate["kind"], why: string, names: string][] = [
  [
    "gone",
    "A session is one sealed cookie. There is no cache to set up.",
    "OIDCCacheType OIDCCacheEncrypt OIDCCacheShmMax OIDCCacheShmEntrySizeMax OIDCCacheDir OIDCCacheFileCleanInterval " +
      "OIDCMemCacheServers OIDCMemCacheConnectionsMin OIDCMemCacheConnectionsSMax OIDCMemCacheConnectionsHMax " +
      "OIDCMemCacheConnectionsTTL OIDCSessionCacheFallbackToCookie OIDCSessionCookieChunkSize",
  ],
  [
    "changed",
    "Set REDIS_URL by hand: redis://user:password@host:6379/0. It tells instances which visits were ended; no session is in it.",
    "OIDCRedisCacheServer OIDCRedisCachePassword OIDCRedisCacheUsername OIDCRedisCacheDatabase " +
      "OIDCRedisCacheConnectTimeout OIDCRedisCacheTimeout",
  ],
  [
    "gone",
    "The product names its cookies itself: __Host-, HttpOnly, SameSite=Lax.",
    "OIDCCookie OIDCCookiePath OIDCCookieHTTPOnly OIDCCookieSameSite OIDCStateCookiePrefix OIDCStripCookies OIDCPassCookies",
  ],
  ["changed", "Cookies count for this one host. Hosts of one domain do not share them.", "OIDCCookieDomain"],
  [
    "gone",
    "Up to 12 sign-in attempts stand side by side, each for two hours. The oldest is dropped.",
    "OIDCStateMaxNumberOfCookies OIDCStateTimeout OIDCStateInputHeaders",
  ],
  [
    "gone",
    "Browsers have given token binding up, and current Apache modules do not start with this line.",
    "OIDCTokenBindingPolicy OIDCOAuthAccessTokenBindingPolicy",
  ],
  [
    "changed",
    "The page is app/(status)/sign-in-failed, its words are in app/theme/words/en.ts.",
    "OIDCHTMLErrorTemplate",
  ],
  [
    "gone",
    "The product has limits of its own for calls to NATS, metadata, keys and clocks.",
    "OIDCHTTPTimeoutLong OIDCHTTPTimeoutShort OIDCJWKSRefreshInterval OIDCProviderMetadataRefreshInterval OIDCIDTokenIatSlack",
  ],
  [
    "unsupported",
    "Endpoints and keys come from the metadata document alone. Check that it names the same.",
    "OIDCProviderAuthorizationEndpoint OIDCProviderTokenEndpoint OIDCProviderUserInfoEndpoint OIDCProviderJwksUri " +
      "OIDCProviderSignedJwksUri OIDCProviderVerifyCertFiles OIDCProviderEndSessionEndpoint " +
      "OIDCProviderCheckSessionIFrame OIDCProviderRevocationEndpoint OIDCProviderPushedAuthorizationRequestEndpoint",
  ],
  [
    "changed",
    "Set OIDC_BACKCHANNEL_LOGOUT=on if the provider sends logout tokens.",
    "OIDCProviderBackChannelLogoutSupported",
  ],
  [
    "unsupported",
    "No parameters are added to requests to NATS.",
    "OIDCAuthRequestParams OIDCPathAuthRequestParams OIDCPathScope OIDCLogoutRequestParams OIDCProviderTokenEndpointParams " +
      "OIDCRequestObject",
  ],
  [
    "unsupported",
    "There is one provider, and no registration of clients.",
    "OIDCMetadataDir OIDCDiscoverURL OIDCDiscoverIssuersAllowed OIDCClientName OIDCClientContact OIDCClientJwksUri " +
      "OIDCProviderRegistrationEndpointJson",
  ],
  [
    "unsupported",
    "The client authenticates by its secret. Keys and certificates of a client are not used.",
    "OIDCPublicKeyFiles OIDCPrivateKeyFiles OIDCClientTokenEndpointCert OIDCClientTokenEndpointKey " +
      "OIDCClientTokenEndpointKeyPassword OIDCCertBoundAccessTokens OIDCDPoPMode",
  ],
  [
    "unsupported",
    "The code flow with RS256 is the only one. Answers of NATS are not encrypted.",
    "OIDCResponseMode OIDCProviderAuthRequestMethod OIDCProfile OIDCIDTokenSignedResponseAlg " +
      "OIDCIDTokenEncryptedResponseAlg OIDCIDTokenEncryptedResponseEnc OIDCUserInfoEncryptedResponseAlg " +
      "OIDCUserInfoEncryptedResponseEnc OIDCUserInfoTokenMethod",
  ],
  ["changed", "The audience must be the client id, or an array that holds it.", "OIDCIDTokenAudValues"],
  [
    "unsupported",
    "Bearer tokens for APIs have no counterpart.",
    "OIDCOAuthServerMetadataURL OIDCOAuthIntrospectionEndpoint OIDCOAuthClientID OIDCOAuthClientSecret " +
      "OIDCOAuthIntrospectionEndpointAuth OIDCOAuthIntrospectionClientAuthBearerToken OIDCOAuthIntrospectionEndpointCert " +
      "OIDCOAuthIntrospectionEndpointKey OIDCOAuthIntrospectionEndpointKeyPassword OIDCOAuthIntrospectionEndpointMethod " +
      "OIDCOAuthIntrospectionEndpointParams OIDCOAuthIntrospectionTokenParamName OIDCOAuthTokenExpiryClaim " +
      "OIDCOAuthTokenIntrospectionInterval OIDCOAuthSSLValidateServer OIDCOAuthVerifySharedKeys OIDCOAuthDecryptSharedKeys " +
      "OIDCOAuthVerifyCertFiles OIDCOAuthVerifyJwksUri OIDCOAuthVerifyAudience OIDCOAuthVerifyIssuer " +
      "OIDCOAuthRemoteUserClaim OIDCOAuthAcceptTokenAs",
  ],
  [
    "changed",
    "Pages read the member by requireMember(). For PHP behind nginx see docs/servers/nginx.conf.",
    "OIDCPassClaimsAs OIDCPassIDTokenAs OIDCPassUserInfoAs OIDCAuthNHeader OIDCClaimPrefix OIDCClaimDelimiter",
  ],
  ["changed", "NATS's tokens reach neither pages nor the browser.", "OIDCPassAccessToken OIDCPassRefreshToken"],
  [
    "changed",
    "lib/claims.ts names the claims that are kept. All others are dropped.",
    "OIDCBlackListedClaims OIDCWhiteListedClaims",
  ],
  ["unsupported", "jq expressions have no counterpart.", "OIDCFilterClaimsExpr OIDCUserInfoClaimsExpr"],
  ["changed", "Text in a KeptTextarea survives a new sign-in. Posted forms are not sent again.", "OIDCPreservePost"],
  ["gone", "There are no templates for posted forms.", "OIDCPreservePostTemplates"],
  ["unsupported", "The access token is not refreshed.", "OIDCRefreshAccessTokenBeforeExpiry"],
  [
    "decide",
    "Before the start, set NODE_EXTRA_CA_CERTS to a file with your authority's certificate.",
    "OIDCCABundlePath",
  ],
  ["unsupported", "Calls to NATS use no proxy.", "OIDCOutgoingProxy"],
  ["changed", "A sign-out without an address leads to the product's own page.", "OIDCDefaultLoggedOutURL"],
  [
    "changed",
    "A broken sign-in shows app/(status)/sign-in-failed, and leads back to the members area.",
    "OIDCDefaultURL",
  ],
  ["gone", "The product always forbids frames.", "OIDCLogoutXFrameOptions"],
  ["gone", "The product's address is AUTH_URL. It is never read from headers.", "OIDCXForwardedHeaders"],
  ["changed", "Scripts ask /api/auth/session. It has the allowed claims, never tokens.", "OIDCInfoHook"],
  ["unsupported", "There are no metrics.", "OIDCMetricsData OIDCMetricsPublish"],
  ["unsupported", "There is no traceparent header.", "OIDCTraceParent"],
  ["gone", "Secrets, tokens and cookies are never logged.", "OIDCDebugMaskSecrets"],
  [
    "changed",
    "Page loads go to the sign-in, other requests get 401. It cannot be chosen by path.",
    "OIDCUnAuthAction OIDCReturn401",
  ],
  [
    "changed",
    "Members whom a gate refuses see a 403 page by reason. refusedPage of a gate names another page.",
    "OIDCUnAutzAction",
  ],
];

const fates = new Map(
  groups.flatMap(([kind, why, names]) => names.split(" ").map((name) => [name.toLowerCase(), { name, kind, why }])),
);

const spellings = new Map(translated.map((name) => [name.toLowerCase(), name]));

/** Returns what becomes of a directive, or undefined if no version of the module has it. */
export function fateOf(name: string): Fate | undefined {
  return fates.get(name);
}

/** Returns the name as settings.ts has it, or undefined if it does not translate it. */
export function translatedName(name: string): TranslatedName | undefined {
  return spellings.get(name);
}

/**
 * Returns a name in the module's own spelling, or as the file has it if the module has none.
 * Shows no name that could be a secret.
 */
export function spelled(written: string): string {
  const name = written.toLowerCase();
  return spellings.get(name) ?? fates.get(name)?.name ?? (/^oidc[a-z]{1,50}$/.test(name) ? written : "OIDC…");
}
