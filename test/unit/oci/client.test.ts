// Owns the tests of reading a registry: what is asked, logins, patience, and damaged answers.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { openRegistryClient, RegistryProblem } from "../../../oci/index.ts";

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const manifest = JSON.stringify({ mediaType: "application/vnd.oci.image.index.v1+json", manifests: [] });
const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;

let server: Server;
let image: string;
let answer: Answer;
let asked: string[];
let folder: string;
const { DOCKER_CONFIG, PATH } = process.env;

before(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push(`${request.method} ${request.url}`);
    answer(request, response, Buffer.concat(chunks).toString());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  image = `127.0.0.1:${(server.address() as AddressInfo).port}/team/demo`;
});
after(() => server.close());

beforeEach(() => {
  asked = [];
  folder = mkdtempSync(join(tmpdir(), "oci-"));
  process.env.DOCKER_CONFIG = folder;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  if (DOCKER_CONFIG === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = DOCKER_CONFIG;
  process.env.PATH = PATH;
});

const origin = () => `http://${image.split("/")[0]}`;
const failure = (kind: string, message: RegExp) => (error: unknown) =>
  error instanceof RegistryProblem && error.failure === kind && message.test(error.message);

/** Docker's configuration, as a login leaves it. */
function logIn(config: object): void {
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
}

/** Serves the manifest to whoever sends `wanted`, and tokens to whoever sends `secret` or what `login` takes. */
function demand(
  challenge: string,
  wanted: string,
  token?: (request: IncomingMessage, body: string) => boolean,
): Answer {
  return (request, response, body) => {
    if (request.url?.startsWith("/token")) {
      const known = token?.(request, body) ?? false;
      response.writeHead(known ? 200 : 401).end(JSON.stringify({ token: "t0ken" }));
    } else if (request.headers.authorization === wanted) response.end(manifest);
    else response.writeHead(401, { "www-authenticate": challenge }).end();
  };
}

describe("what is asked", () => {
  test("a tag's digest is its header, or that of its bytes", async () => {
    answer = (_, response) => response.setHeader("docker-content-digest", digest).end();
    assert.equal(await openRegistryClient().digestOf(image, "v1"), digest);
    assert.deepEqual(asked, ["HEAD /v2/team/demo/manifests/v1"]);
    answer = (_, response) => response.end(manifest);
    assert.equal(await openRegistryClient().digestOf(image, "v1"), digest);
  });

  test("what is not there is undefined, and has no tags", async () => {
    answer = (_, response) => response.writeHead(404).end('{"errors":[{"code":"NAME_UNKNOWN"}]}');
    const client = openRegistryClient();
    assert.equal(await client.digestOf(image, "v1"), undefined);
    assert.equal(await client.read(image, "v1"), undefined);
    assert.equal(await client.blob(image, digest), undefined);
    assert.deepEqual(await client.tags(image), []);
  });

  test("tags are read to the last page", async () => {
    answer = (request, response) => {
      const first = !request.url?.includes("last=");
      if (first) response.setHeader("link", '</v2/team/demo/tags/list?n=1000&last=v1>; rel="next"');
      response.end(JSON.stringify({ tags: first ? ["v1"] : ["v2"] }));
    };
    assert.deepEqual(await openRegistryClient().tags(image), ["v1", "v2"]);
  });

  test("bytes that are not those of the digest are refused", async () => {
    answer = (_, response) => response.end(`${manifest} `);
    await assert.rejects(
      openRegistryClient().read(image, digest),
      failure("unreachable", new RegExp(`${image}@${digest}: must be served with the bytes of its digest`)),
    );
    await assert.rejects(openRegistryClient().blob(image, digest), RegistryProblem);
  });

  test("a tag is pointed at the very bytes that were read", async () => {
    let put = "";
    answer = (request, response, body) => {
      if (request.method === "GET") return response.end(manifest);
      put = `${request.headers["content-type"]} ${body}`;
      return response.writeHead(201).end();
    };
    const client = openRegistryClient();
    const stored = await client.read(image, digest);
    assert.ok(stored);
    await client.tag(image, "v1", stored);
    assert.equal(put, `application/vnd.oci.image.index.v1+json ${manifest}`);
  });

  test("no more requests run at once than allowed", async () => {
    let [running, most] = [0, 0];
    answer = (_, response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        running--;
        response.end(manifest);
      }, 5);
    };
    const client = openRegistryClient({ width: 3 });
    await Promise.all(Array.from({ length: 12 }, (_, at) => client.read(image, `v${at}`)));
    assert.equal(most, 3);
  });
});

describe("logins", () => {
  const basic = `Basic ${Buffer.from("me:pass:word").toString("base64")}`;
  const auth = Buffer.from("me:pass:word").toString("base64");
  const bearer = () => `Bearer realm="${origin()}/token",service="reg",scope="ignored"`;

  test("basic, from Docker's configuration", async () => {
    logIn({ auths: { [image.split("/")[0] ?? ""]: { auth } } });
    answer = demand("Basic realm=x", basic);
    assert.equal((await openRegistryClient().read(image, "v1"))?.digest, digest);
  });

  test("a token for anyone, asked for once for many requests, for reading alone", async () => {
    answer = demand(bearer(), "Bearer t0ken", ({ headers }) => headers.authorization === undefined);
    const client = openRegistryClient();
    await Promise.all(["v1", "v2", "v3"].map((tag) => client.read(image, tag)));
    await client.read(image, "v4");
    const tokens = asked.filter((line) => line.includes("/token"));
    assert.deepEqual(tokens, ["GET /token?scope=repository%3Ateam%2Fdemo%3Apull&service=reg"]);
  });

  test("a token for the user", async () => {
    logIn({ auths: { [image.split("/")[0] ?? ""]: { auth } } });
    answer = demand(bearer(), "Bearer t0ken", ({ headers }) => headers.authorization === basic);
    assert.ok(await openRegistryClient().read(image, "v1"));
  });

  test("a token in exchange for an identity token", async () => {
    logIn({ auths: { [image.split("/")[0] ?? ""]: { identitytoken: "id" } } });
    answer = demand(
      bearer(),
      "Bearer t0ken",
      ({ method }, body) => method === "POST" && /grant_type=refresh_token.*refresh_token=id/.test(body),
    );
    assert.ok(await openRegistryClient().read(image, "v1"));
  });

  test("a credential helper, before what is in the file", async () => {
    const helper = join(folder, "docker-credential-test");
    const answerOf = '{"Username":"me","Secret":"pass:word"}';
    writeFileSync(
      helper,
      `#!/bin/sh\nread host\n[ "$host" = "${image.split("/")[0]}" ] && echo '${answerOf}'\n`,
    );
    chmodSync(helper, 0o755);
    process.env.PATH = `${folder}:${PATH}`;
    logIn({ credHelpers: { [image.split("/")[0] ?? ""]: "test" } });
    answer = demand("Basic realm=x", basic);
    assert.ok(await openRegistryClient().read(image, "v1"));
  });

  test("a helper that is missing is named; one that knows nothing leaves an anonymous request", async () => {
    logIn({ credsStore: "nowhere" });
    answer = demand("Basic realm=x", basic);
    await assert.rejects(
      openRegistryClient().read(image, "v1"),
      /docker-credential-nowhere: must answer `get`/,
    );
    writeFileSync(join(folder, "docker-credential-empty"), "#!/bin/sh\necho credentials not found\nexit 1\n");
    chmodSync(join(folder, "docker-credential-empty"), 0o755);
    process.env.PATH = `${folder}:${PATH}`;
    logIn({ credsStore: "empty" });
    answer = demand(bearer(), "Bearer t0ken", () => true);
    assert.ok(await openRegistryClient().read(image, "v1"));
  });

  test("a refusal names the login that mends it, and shows no credentials", async () => {
    logIn({ auths: { [image.split("/")[0] ?? ""]: { auth } } });
    answer = (_, response) => response.writeHead(403).end();
    const refused = openRegistryClient().read(image, "v1");
    await assert.rejects(
      refused,
      failure("refused", /must answer .* not "403 Forbidden"; run `docker login 127/),
    );
    await assert.rejects(refused, (error: Error) => !error.message.includes(auth));
  });

  test("a broken configuration is named", async () => {
    writeFileSync(join(folder, "config.json"), "{");
    answer = demand("Basic realm=x", basic);
    await assert.rejects(openRegistryClient().read(image, "v1"), /config\.json: must be JSON/);
  });
});

describe("patience", () => {
  test("an overloaded registry and a cut connection are asked again", async () => {
    const faults: Answer[] = [
      (_, response) => response.writeHead(429, { "retry-after": "0" }).end(),
      (request) => request.socket.destroy(),
      (_, response) => response.writeHead(503, { "retry-after": "0" }).end(),
    ];
    answer = (...all) => (faults.shift() ?? ((_, response) => response.end(manifest)))(...all);
    assert.ok(await openRegistryClient().read(image, "v1"));
    assert.equal(asked.length, 4);
  });

  test("one that goes on failing is named with its status", async () => {
    answer = (_, response) => response.writeHead(500, { "retry-after": "0" }).end();
    await assert.rejects(
      openRegistryClient({ attempts: 2 }).read(image, "v1"),
      failure("unreachable", /must answer .* with 200 or 404, not "500 Internal Server Error"/),
    );
    assert.equal(asked.length, 2);
  });

  test("one that takes too long is given up", async () => {
    answer = () => {};
    await assert.rejects(
      openRegistryClient({ timeout: 50, attempts: 1 }).read(image, "v1"),
      failure("unreachable", /must answer at .*, but: it took too long/),
    );
    server.closeAllConnections();
  });

  test("one that is not there is told at once", async () => {
    await assert.rejects(
      openRegistryClient().read(`127.0.0.1:${await freePort()}/team/demo`, "v1"),
      failure("unreachable", /must answer at http:.*, but: connect ECONNREFUSED.*; run `npm start`/),
    );
  });
});

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  await new Promise((resolve) => other.close(resolve));
  return port;
}
