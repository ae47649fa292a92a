/** Forms behind proxies that change Host: nginx's bare proxy_pass, and HAProxy. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startAltered } from "../fixtures/altered-build";
import { formPages, memberForm, publicForm, publicHandler, sendForm } from "../fixtures/form-pages";
import { freePort, type Product } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";
import { openFolder, type RunningServer, removeFolder, run } from "./servers";

test.describe.configure({ mode: "serial" });

let port: number;
let folder: string;
let product: Product;
/** The product as browsers see it: all proxies listen there, one after the other. */
let site: { origin: string };

test.beforeAll(async ({ running }) => {
  port = await freePort();
  site = { origin: `http://localhost:${port}` };
  folder = await openFolder();
  product = await startAltered(formPages, running.nats, { AUTH_URL: site.origin });
});

test.afterAll(async () => {
  await product?.stop();
  await removeFolder(folder);
});

const nginx = (location: string) => `daemon off;
pid FOLDER/nginx.pid;
error_log stderr warn;
user root;
events {}
http {
  access_log off;
  client_body_temp_path FOLDER/tmp; proxy_temp_path FOLDER/tmp; fastcgi_temp_path FOLDER/tmp;
  uwsgi_temp_path FOLDER/tmp; scgi_temp_path FOLDER/tmp;
  server { listen 127.0.0.1:PORT; location / { proxy_pass http://127.0.0.1:PRODUCT; ${location} } }
}
`;

const proxies = [
  { name: "nginx's bare proxy_pass", config: nginx(""), command: "nginx" },
  {
    name: "an nginx that forwards the client's Host elsewhere",
    config: nginx("proxy_set_header Host inner.example; proxy_set_header X-Forwarded-Host other.example:8080;"),
    command: "nginx",
  },
  {
    name: "an HAProxy that sets Host",
    config: `defaults
  mode http
  timeout connect 10s
  timeout client 60s
  timeout server 60s
frontend site
  bind 127.0.0.1:PORT
  default_backend members
backend members
  http-request set-header Host inner.example
  server members 127.0.0.1:PRODUCT
`,
    command: "haproxy",
  },
];

for (const { name, config, command } of proxies) {
  test.describe(`behind ${name}`, () => {
    let server: RunningServer;

    test.beforeAll(async () => {
      const inner = new URL(product.origin).port;
      const file = join(folder, `${command}.conf`);
      const local = config.replaceAll("FOLDER", folder).replaceAll("PORT", `${port}`).replaceAll("PRODUCT", inner);
      await writeFile(file, local);
      const options = command === "nginx" ? ["-p", folder, "-c", file] : ["-db", "-f", file];
      server = await run(command, options, folder, port);
    });

    test.afterAll(async () => {
      await server?.stop();
    });

    for (const way of ["document", "script"] as const) {
      test(`public and gated forms are taken, sent as ${way}; other sites' are not`, async ({ nats }) => {
        const cookie = await cookieOf({ nats, product: site });
        for (const path of [publicForm, memberForm]) {
          const end = await sendForm(site.origin + path, way, { cookie });
          expect.soft(end.leadsTo, path).toContain(`${path}?sent=hello`);
          // The names by which proxies call the product belong to nobody.
          for (const origin of [product.origin, "http://inner.example", "http://other.example:8080"]) {
            const foreign = await sendForm(site.origin + path, way, { cookie, origin });
            expect.soft([foreign.status, foreign.leadsTo], `${path} ${origin}`).toEqual([403, ""]);
          }
        }
      });
    }

    test("signing in and out leads to addresses of the site", async () => {
      const member = visitor();
      const end = await member.signIn(`${site.origin}/members/account?page=2`, "fiona");
      expect([end.status, end.url]).toEqual([200, `${site.origin}/members/account?page=2`]);
      const headers = { origin: site.origin, "sec-fetch-site": "same-origin" };
      const out = await member.follow(`${site.origin}/logout`, { method: "POST", headers });
      expect(out.url).toBe(`${site.origin}/signed-out`);
    });

    test("a route handler finds no other host in its address than without the gate's header", async () => {
      const answer = await request(site.origin + publicHandler, { method: "POST", body: "hello" });
      expect(JSON.parse(answer.body)).toMatchObject({ text: "hello", host: new URL(product.origin).host });
    });
  });
}
