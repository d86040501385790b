// Owns the tests of the builder's entry that the real buildx makes and stores, which needs neither a BuildKit nor a cluster.
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { buildx } from "../../infra/builder/buildx.ts";
import { ensureEntry, type Node, removeEntry } from "../../infra/builder/entry.ts";
import { kubeconfigOf, openCluster } from "../../infra/builder/gke.ts";
import { kubernetesNodes } from "../../infra/builder/kubernetes.ts";
import { remoteBuilder } from "../../infra/builder/remote.ts";
import { ensureTools } from "../../tools/toolchain/index.ts";

const folder = mkdtempSync(join(tmpdir(), "entry-"));
const kubeconfig = join(folder, "kubeconfig.json");
const file = join(folder, "instances", "krm-functions");
const environment = { ...process.env };
const nodes = kubernetesNodes({ cpus: 4, nodes: 1 });
const cluster: Node = { driver: "kubernetes", kubeconfig, nodes };

before(async () => {
  const { env } = await ensureTools(["buildx"], () => {});
  Object.assign(process.env, env, { BUILDX_CONFIG: folder });
  writeFileSync(kubeconfig, JSON.stringify(kubeconfigOf("https://gke-gone.invalid")));
});
beforeEach(() => rmSync(join(folder, "instances"), { recursive: true, force: true }));
after(() => {
  for (const name of ["PATH", "BUILDX_CONFIG"]) {
    if (environment[name] === undefined) delete process.env[name];
    else process.env[name] = environment[name];
  }
  rmSync(folder, { recursive: true });
});

interface Stored {
  Driver: string;
  Nodes: {
    Name: string;
    Endpoint: string;
    Platforms: { os: string; architecture: string }[] | null;
    DriverOpts: Record<string, string> | null;
  }[];
}

const stored = () => JSON.parse(readFileSync(file, "utf8")) as Stored;

/** When buildx wrote the entry, to tell whether it did so again. */
const mark = () => {
  writeFileSync(file, JSON.stringify({ ...stored(), Marked: true }));
  return () => "Marked" in stored();
};

describe("in a cluster", () => {
  test("there is a node for each architecture, on that architecture's machines alone", async () => {
    await ensureEntry(cluster);
    const { Driver, Nodes } = stored();
    assert.equal(Driver, "kubernetes");
    assert.equal(Nodes.length, 2);
    for (const [at, arch] of ["amd64", "arm64"].entries()) {
      const node = Nodes[at];
      assert.match(node?.Name ?? "", new RegExp(`^krm-functions-${arch}-[0-9a-f]{8}$`));
      assert.deepEqual(node?.Platforms, [{ os: "linux", architecture: arch }]);
      assert.deepEqual(node?.DriverOpts, {
        image: "moby/buildkit:v0.31.0-rootless",
        rootless: "true",
        nodeselector: `kubernetes.io/arch=${arch}`,
        tolerations: `key=krm-functions/builder,operator=Exists,effect=NoSchedule;key=kubernetes.io/arch,operator=Equal,value=${arch},effect=NoSchedule`,
        replicas: "1",
        "requests.cpu": "3",
        "requests.memory": "10Gi",
        "limits.cpu": "4",
        "limits.memory": "12Gi",
        timeout: "15m",
      });
      const { searchParams } = new URL(node?.Endpoint ?? "");
      assert.equal(searchParams.get("kubeconfig"), kubeconfig);
      assert.equal(searchParams.get("deployment"), node?.Name);
    }
  });

  test("an entry that is right is left alone", async () => {
    await ensureEntry(cluster);
    const isMarked = mark();
    await ensureEntry(cluster);
    assert.ok(isMarked());
  });

  test("other sizes make another entry with other Deployments, also where the cluster does not answer", async () => {
    await ensureEntry(cluster);
    const before = stored().Nodes.map(({ Name }) => Name);
    const isMarked = mark();
    await ensureEntry({ ...cluster, nodes: kubernetesNodes({ cpus: 8, nodes: 2 }) });
    assert.ok(!isMarked());
    const { Nodes } = stored();
    assert.deepEqual(
      Nodes.map(({ DriverOpts }) => [DriverOpts?.["requests.cpu"], DriverOpts?.replicas]),
      [
        ["7", "2"],
        ["7", "2"],
      ],
    );
    assert.ok(Nodes.every(({ Name }) => !before.includes(Name)));
  });

  test("another cluster makes another entry", async () => {
    await ensureEntry(cluster);
    const other = join(folder, "other.json");
    writeFileSync(other, JSON.stringify(kubeconfigOf("https://gke-other.invalid")));
    await ensureEntry({ driver: "kubernetes", kubeconfig: other, nodes });
    assert.ok(stored().Nodes.every(({ Endpoint }) => Endpoint.includes(encodeURIComponent(other))));
  });

  test("a half-made entry is made again", async () => {
    await ensureEntry(cluster);
    const { Nodes, ...rest } = stored();
    writeFileSync(file, JSON.stringify({ ...rest, Nodes: Nodes.slice(0, 1) }));
    await ensureEntry(cluster);
    assert.equal(stored().Nodes.length, 2);
  });
});

describe("the API server", () => {
  /** One that notes what it is asked, and knows of no Deployment. */
  async function serve(run: (asked: string[]) => Promise<void>) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url?.split("?")[0]}`);
      response.writeHead(404, { "content-type": "application/json" });
      response.end(
        JSON.stringify({
          kind: "Status",
          apiVersion: "v1",
          status: "Failure",
          reason: "NotFound",
          code: 404,
        }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const plain = kubeconfigOf(`http://127.0.0.1:${port}`) as { users: { user: object }[] };
      writeFileSync(
        kubeconfig,
        JSON.stringify({ ...plain, users: plain.users.map((user) => ({ ...user, user: {} })) }),
      );
      await run(asked);
    } finally {
      writeFileSync(kubeconfig, JSON.stringify(kubeconfigOf("https://gke-gone.invalid")));
      server.close();
    }
  }
  const deletions = (asked: readonly string[]) =>
    asked.filter((line) => line.startsWith("DELETE")).map((line) => line.split("/").at(-1));

  test("is asked to delete both Deployments when the entry is removed", async () => {
    await serve(async (asked) => {
      await ensureEntry(cluster);
      assert.equal(await removeEntry(), "kubernetes");
      assert.deepEqual(
        deletions(asked),
        nodes.map(({ name }) => name),
      );
    });
    assert.equal(await removeEntry(), undefined);
  });

  test("is asked for Deployments alone when BuildKit is started, which the deployment's role allows", async () => {
    await serve(async (asked) => {
      await ensureEntry(cluster);
      const { code, stdout, stderr } = await buildx(["inspect", "--bootstrap", "krm-functions"]);
      assert.match(
        `${code} ${stdout}${stderr}`,
        /error while calling Create|could not find the requested resource/,
      );
      const kinds = asked.map(
        (line) => line.replace(/ \/apis\/apps\/v1\/namespaces\/default\//, " ").split("/")[0],
      );
      assert.deepEqual([...new Set(kinds)].sort(), ["GET deployments", "POST deployments"]);
    });
  });

  test("is asked to delete them when their options change, and not when a preview builds elsewhere", async () => {
    await serve(async (asked) => {
      await ensureEntry(cluster);
      await ensureEntry({ driver: "remote", endpoint: "unix:///run/local.sock" });
      await ensureEntry(cluster);
      assert.deepEqual(deletions(asked), []);
      await ensureEntry({ ...cluster, nodes: kubernetesNodes({ cpus: 8, nodes: 1 }) });
      assert.deepEqual(
        deletions(asked),
        nodes.map(({ name }) => name),
      );
    });
  });

  test("that is gone is told when the entry is removed, which is removed all the same", async () => {
    await ensureEntry(cluster);
    await assert.rejects(
      removeEntry(),
      /buildx rm --force krm-functions: must succeed, but ended with code 1: .*gke-gone\.invalid.*; if its cluster is not gone, remove there: deployment krm-functions-amd64-/s,
    );
    assert.equal(await removeEntry(), undefined);
  });

  test("that does not answer is told with its cure before anything is built", async (t) => {
    const bin = mkdtempSync(join(folder, "bin-"));
    writeFileSync(join(bin, "gke-gcloud-auth-plugin"), "#!/bin/sh\n");
    chmodSync(join(bin, "gke-gcloud-auth-plugin"), 0o755);
    const path = process.env.PATH;
    t.after(() => {
      process.env.PATH = path;
    });
    process.env.PATH = `${bin}${delimiter}${path}`;
    await assert.rejects(
      openCluster("gke-gone.invalid", { cpus: 4, nodes: 1 }, folder),
      /https:\/\/gke-gone\.invalid: must answer as the API server of the builders' cluster, but: .*; see that this machine reaches it; if the cluster was deleted, run `pulumi refresh`/,
    );
  });

  test("cannot be logged in to without Google's plugin", async (t) => {
    const path = process.env.PATH;
    t.after(() => {
      process.env.PATH = path;
    });
    process.env.PATH = folder;
    await assert.rejects(
      openCluster("gke-gone.invalid", { cpus: 4, nodes: 1 }, folder),
      /gke-gcloud-auth-plugin: must be on PATH, .*; run `gcloud components install gke-gcloud-auth-plugin`/,
    );
  });
});

describe("elsewhere", () => {
  const tls = {
    cacert: join(folder, "ca.pem"),
    cert: join(folder, "cert.pem"),
    key: join(folder, "key.pem"),
  };

  test("the TLS files are kept with the address; others make another entry", async () => {
    await ensureEntry({ driver: "remote", endpoint: "tcp://buildkit.example:1234", options: tls });
    const [only, ...others] = stored().Nodes;
    assert.equal(others.length, 0);
    assert.equal(only?.Endpoint, "tcp://buildkit.example:1234");
    assert.deepEqual(only?.DriverOpts, tls);

    const isMarked = mark();
    await ensureEntry({ driver: "remote", endpoint: "tcp://buildkit.example:1234", options: tls });
    assert.ok(isMarked());
    await ensureEntry({ driver: "remote", endpoint: "tcp://buildkit.example:1234" });
    assert.ok(!isMarked());
    assert.deepEqual(stored().Nodes[0]?.DriverOpts ?? {}, {});
  });

  test("missing TLS files are all named", async () => {
    writeFileSync(tls.cacert, "");
    const settings = {
      kind: "remote",
      address: "tcp://buildkit.example:1234",
      tls: { ca: "ca.pem", cert: "cert.pem", key: "missing/key.pem" },
    } as const;
    await assert.rejects(remoteBuilder(settings, folder, []), (error: Error) => {
      const lines = error.message.split("\n");
      assert.equal(lines.length, 3);
      assert.match(
        lines[1] ?? "",
        /builderCertFile: must name a file, but there is no "cert\.pem"; put it there/,
      );
      assert.match(lines[2] ?? "", /builderKeyFile: must name a file, but there is no "missing\/key\.pem"/);
      return true;
    });
  });

  test("a BuildKit that does not answer is told with its address", async () => {
    const settings = { kind: "remote", address: "unix:///nowhere/buildkitd.sock" } as const;
    await assert.rejects(
      remoteBuilder(settings, folder, ["linux/amd64"]),
      /builder krm-functions: must answer, but: .*; see that BuildKit answers at "unix:\/\/\/nowhere\/buildkitd\.sock", or set another `builderAddress`/,
    );
  });
});
