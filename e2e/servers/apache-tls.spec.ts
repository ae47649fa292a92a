/** docs/servers/apache.conf with its certificate: members come over TLS. */
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";
import { startBehindApache } from "./apache-front";
import { image } from "./site-folder";

test("the virtual host with its certificate: a sign-in over TLS sets __Host- cookies, and Apache sends old files and media", async ({
  running,
}) => {
  const secure = await startBehindApache(running.nats, { scheme: "https" });
  try {
    const member = visitor();
    const end = await member.signIn(`${secure.origin}/archive/photo.jpg`, "fiona");
    expect([end.status, end.url, end.body]).toEqual([
      200,
      `${secure.origin}/archive/photo.jpg`,
      "photo-bytes-0123456789",
    ]);
    expect([...member.cookies.keys()]).toContain("__Host-members.session");
    const page = await member.open(`${secure.origin}/legacy/page.php`);
    expect(JSON.parse(page.body)).toMatchObject({ REMOTE_USER: "fiona", OIDC_CLAIM_trial: "0" });
    const range = { ...image, range: "bytes=5-9" };
    const film = await member.open(`${secure.origin}/media/full/film.webm`, { headers: range });
    expect([film.status, film.body, film.headers["x-sendfile"]]).toEqual([206, "bytes", undefined]);
    const trial = visitor();
    await trial.signIn(`${secure.origin}/members`, "tom");
    expect((await trial.open(`${secure.origin}/media/full/film.webm`, { headers: range })).status).toBe(403);
  } finally {
    await secure.stop();
  }
});
