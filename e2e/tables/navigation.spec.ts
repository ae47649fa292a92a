/** Page loads are told from other requests. Only page loads are redirected to a sign-in. */
import { expect, test } from "@playwright/test";
import { isFormPost, isNavigation, isPrefetch, isSameOrigin, mayBePage } from "../../lib/http/navigation";

type Fields = Record<string, string>;

const browser =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36";
const page: Fields = {
  "user-agent": browser,
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
  "sec-fetch-site": "none",
  "sec-fetch-user": "?1",
};

const opened: [string, Fields, boolean, string][] = [
  ["GET", page, true, "a page opened in a browser"],
  ["HEAD", page, true, "its HEAD"],
  ["GET", { ...page, "sec-fetch-site": "cross-site" }, true, "a link on another site"],
  ["GET", { "user-agent": browser, accept: "text/html" }, true, "an old browser without Sec-Fetch"],
  ["GET", { accept: "*/*" }, true, "curl, as in Apache"],
  ["GET", {}, true, "no header at all"],
  ["POST", page, false, "a form"],
  ["PUT", page, false, "another method"],
  ["OPTIONS", page, false, "a preflight"],
  ["GET", { ...page, "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }, false, "fetch()"],
  ["GET", { ...page, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }, false, "an image"],
  ["GET", { ...page, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "video" }, false, "a video"],
  ["GET", { ...page, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script" }, false, "a script"],
  ["GET", { ...page, "sec-fetch-mode": "websocket", "sec-fetch-dest": "websocket" }, false, "a socket"],
  ["GET", { ...page, "sec-fetch-dest": "iframe" }, false, "a frame"],
  ["GET", { ...page, "sec-fetch-dest": "embed" }, false, "an embedded page"],
  ["GET", { ...page, "sec-fetch-mode": "same-origin" }, false, "a worker's own fetch"],
  ["GET", { "user-agent": browser, accept: "application/json" }, false, "JSON asked for"],
  ["GET", { "user-agent": browser, accept: "image/png,image/*;q=0.8" }, false, "an image asked for"],
  ["GET", { "user-agent": browser, accept: "image/webp,*/*;q=0.8" }, false, "an old browser's image"],
  ["GET", { accept: "video/*,*/*" }, false, "a player"],
  ["GET", { accept: "*/*", range: "bytes=0-" }, false, "a part of something"],
  ["GET", { ...page, range: "bytes=0-" }, false, "a part of a page"],
  ["GET", { "user-agent": browser, accept: "text/css" }, false, "a style sheet asked for"],
  ["GET", { ...page, "x-requested-with": "XMLHttpRequest" }, false, "a script with X-Requested-With"],
  ["GET", { ...page, "x-requested-with": "com.example.app" }, true, "an app's web view that names itself"],
  ["GET", { ...page, rsc: "1" }, false, "Next's router"],
  ["GET", { ...page, "next-router-prefetch": "1" }, false, "a prefetch by Next's router"],
  ["GET", { ...page, purpose: "prefetch" }, false, "a prefetch"],
  ["GET", { ...page, "sec-purpose": "prefetch;prerender" }, false, "a prerendered page"],
];
test("only a GET or HEAD that loads a page into a tab is a navigation", () => {
  for (const [method, fields, expected, why] of opened) {
    expect.soft(isNavigation(method, new Headers(fields)), `${method}: ${why}`).toBe(expected);
  }
});

test("requests of known crawlers are not navigations", () => {
  const crawlers = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Twitterbot/1.0",
    "WhatsApp/2.23.20.0",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0)",
    "DuckDuckBot/1.1",
    "msnbot-media/1.1 (+http://search.msn.com/msnbot.htm)",
    "Scrapy-crawler/1.0",
  ];
  for (const agent of crawlers) {
    expect.soft(isNavigation("GET", new Headers({ ...page, "user-agent": agent })), agent).toBe(false);
  }
});

test("requests of browsers are navigations, even if a brand name contains 'bot'", () => {
  const browsers = [
    browser,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; SM-S911B; wv) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36 Instagram 300.0",
    "Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 Chrome/94.0 TV Safari/537.36",
  ];
  for (const agent of browsers) {
    expect.soft(isNavigation("GET", new Headers({ ...page, "user-agent": agent })), agent).toBe(true);
  }
});

const posts: [string, Fields, boolean, string][] = [
  ["POST", page, true, "a form in a tab"],
  ["GET", page, false, "a page opened"],
  ["POST", { ...page, "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }, false, "fetch()"],
  ["POST", { ...page, "sec-fetch-dest": "iframe" }, false, "a form in a frame"],
  ["POST", { "user-agent": browser }, false, "a browser without Sec-Fetch"],
];
test("a form post is a POST that loads a page into a tab", () => {
  for (const [method, fields, expected, why] of posts) {
    expect.soft(isFormPost(method, new Headers(fields)), why).toBe(expected);
  }
});

const fetched = { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };
const mayBe: [string, Fields, boolean, string][] = [
  ["GET", page, true, "a page in a tab"],
  ["GET", { ...page, "sec-fetch-dest": "iframe" }, true, "a page in a frame"],
  ["GET", {}, true, "a browser without Sec-Fetch"],
  ["GET", { "user-agent": "Googlebot/2.1" }, true, "a crawler"],
  ["GET", { ...fetched, rsc: "1" }, true, "Next's router"],
  ["GET", { ...fetched, "sec-purpose": "prefetch" }, true, "a prefetch, which a tab may show later"],
  ["POST", fetched, true, "a server action"],
  ["GET", fetched, false, "fetch()"],
  ["HEAD", fetched, false, "fetch() by HEAD"],
  ["GET", { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }, false, "an image"],
];
test("an answer may be a page unless a browser says that a script, an image or a player gets it", () => {
  for (const [method, fields, expected, why] of mayBe) {
    expect.soft(mayBePage(method, new Headers(fields)), why).toBe(expected);
  }
});

test("each prefetch header marks a prefetch", () => {
  for (const fields of [
    { "next-router-prefetch": "1" },
    { purpose: "prefetch" },
    { "sec-purpose": "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "Prefetch" },
  ]) {
    expect.soft(isPrefetch(new Headers(fields as Fields)), JSON.stringify(fields)).toBe(true);
  }
  expect(isPrefetch(new Headers(page))).toBe(false);
});

const origin = "https://members.example";
const vouched: [Fields, boolean, string][] = [
  [{ "sec-fetch-site": "same-origin" }, true, "Sec-Fetch-Site agrees"],
  [{ "sec-fetch-site": "same-origin", origin }, true, "both headers agree"],
  [{ origin }, true, "an old browser's Origin"],
  [{}, false, "both headers are missing"],
  [{ "sec-fetch-site": "same-site", origin }, false, "a sister host"],
  [{ "sec-fetch-site": "cross-site" }, false, "another site"],
  [{ "sec-fetch-site": "none" }, false, "typed or bookmarked"],
  [{ "sec-fetch-site": "same-origin", origin: "https://evil.example" }, false, "the headers disagree"],
  [{ origin: "null" }, false, "a sandboxed frame"],
  [{ "sec-fetch-site": "same-origin", origin: "null" }, false, "a sandboxed frame of this site"],
  [{ origin: "http://members.example" }, false, "plain http"],
  [{ origin: "https://members.example.evil.example" }, false, "a longer host"],
  [{ origin: "https://members.example:8443" }, false, "another port"],
  [{ "sec-fetch-site": "" }, false, "an empty header"],
  [{ referer: `${origin}/members` }, false, "a Referer alone"],
];
test("a request is same-origin only if the browser's headers say so", () => {
  for (const [fields, expected, why] of vouched) {
    expect.soft(isSameOrigin(new Headers(fields), origin), why).toBe(expected);
  }
});
