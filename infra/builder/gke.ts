// Owns the builder `gke`: BuildKit in the stack's own cluster, on a node for each architecture.
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Problems } from "../../catalog/problems.ts";
import { writeWhole } from "../../catalog/write-whole.mjs";
import type { GkeSettings } from "../settings.ts";
import type { Builder } from "./builder.ts";
import { onPath } from "./buildx.ts";
import { builderName, ensureEntry } from "./entry.ts";
import { kubernetesNodes } from "./kubernetes.ts";

const loginPlugin = "gke-gcloud-auth-plugin";
const answerTime = 15_000;

/** What of the cluster the builder needs. */
export interface GkeCluster {
  /** Host name of its API server; unknown as long as it is still to be created. */
  readonly endpoint: pulumi.Input<string>;
}

/**
 * The builder in a cluster. Its nodes start with the first build that needs them: as long as nothing is built, none runs.
 *
 * @param folder where the cluster's kubeconfig goes, absolute
 */
export function gkeBuilder(
  cluster: GkeCluster,
  sizes: Pick<GkeSettings, "cpus" | "nodes">,
  folder: string,
): Builder {
  const endpoint = pulumi.output(cluster.endpoint);
  const ready = endpoint.apply(async (host): Promise<true> => {
    try {
      await openCluster(host, sizes, folder);
    } catch (error) {
      throw error instanceof Problems ? new pulumi.RunError(error.message) : error;
    }
    return true;
  });
  // What fails of the endpoint is told by its own resource.
  if (pulumi.runtime.isDryRun()) tellUnknown(endpoint).catch(() => {});
  return { name: builderName, ready };
}

async function tellUnknown(endpoint: pulumi.Output<string>): Promise<void> {
  const { isKnown } = endpoint as unknown as { isKnown: Promise<boolean> };
  if (await isKnown) return;
  await pulumi.log.info(
    "The builders' cluster is still to be created: this preview builds and checks no function; the next one does",
  );
}

/** Makes sure of the kubeconfig, of the cluster's answer and of the builder's entry. */
export async function openCluster(
  host: string,
  sizes: Pick<GkeSettings, "cpus" | "nodes">,
  folder: string,
): Promise<void> {
  requireLoginPlugin();
  await requireAnswer(host);
  const kubeconfig = join(folder, "kubeconfig.json");
  writeWhole(kubeconfig, `${JSON.stringify(kubeconfigOf(`https://${host}`), undefined, 2)}\n`, 0o600);
  await ensureEntry({ driver: "kubernetes", kubeconfig, nodes: kubernetesNodes(sizes) });
}

/**
 * A kubeconfig without credentials: whoever uses it logs in with Application Default Credentials, as Pulumi's provider does. The
 * certificate of a DNS endpoint is vouched for by public authorities.
 */
export function kubeconfigOf(server: string): object {
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: loginPlugin,
    args: ["--use_application_default_credentials"],
    interactiveMode: "Never",
    provideClusterInfo: true,
  };
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: builderName, cluster: { server } }],
    users: [{ name: builderName, user: { exec } }],
    contexts: [
      { name: builderName, context: { cluster: builderName, user: builderName, namespace: "default" } },
    ],
    "current-context": builderName,
  };
}

function requireLoginPlugin(): void {
  if (onPath(loginPlugin) !== undefined) return;
  const must = "must be on PATH, since the builders' cluster asks for a login";
  const cure = `run \`gcloud components install ${loginPlugin}\``;
  throw new Problems("The builder cannot be used:", [{ path: loginPlugin, must, cure }]);
}

/** Any answer will do: without a login it is a refusal. buildx itself takes a cluster that is gone for one without builders. */
async function requireAnswer(host: string): Promise<void> {
  const path = `https://${host}`;
  try {
    const response = await fetch(`${path}/version`, { signal: AbortSignal.timeout(answerTime) });
    if (response.status < 500 && response.status !== 404) return;
    throw new Error(`it says ${response.status}`);
  } catch (error) {
    const { message, cause } = error as Error & { cause?: Error };
    const must = `must answer as the API server of the builders' cluster, but: ${cause?.message ?? message}`;
    const cure =
      "see that this machine reaches it; if the cluster was deleted, run `pulumi refresh` and then `pulumi up`, which creates it again, or set `builder` to local";
    throw new Problems("The builder cannot be used:", [{ path, must, cure }], { cause: error });
  }
}
