// Owns BuildKit in a cluster, as buildx's kubernetes driver starts it: one node of the builder for each architecture.
import { createHash } from "node:crypto";
import { buildkitVersion } from "./entry.ts";

/** Taint of the nodes that are for builders alone. */
export const builderTaint = "krm-functions/builder";

/** A node of the builder, as `buildx create` takes it. */
export interface KubernetesNode {
  /** Name of its Deployment too. */
  readonly name: string;
  readonly platform: string;
  readonly options: Readonly<Record<string, string>>;
}

/** The nodes of the builder, for machines with so many processors and four times as many GiB of memory. */
export function kubernetesNodes(sizes: {
  readonly cpus: number;
  readonly nodes: number;
}): readonly KubernetesNode[] {
  return ["amd64", "arm64"].map((arch) => {
    const options = nodeOptions(arch, sizes);
    // buildx takes a Deployment of that name as it is, whatever it was made with: other options need another name.
    const hash = createHash("sha256").update(JSON.stringify(options)).digest("hex").slice(0, 8);
    return { name: `krm-functions-${arch}-${hash}`, platform: `linux/${arch}`, options };
  });
}

function nodeOptions(arch: string, { cpus, nodes }: { cpus: number; nodes: number }): Record<string, string> {
  const tolerations = [
    `key=${builderTaint},operator=Exists,effect=NoSchedule`,
    // GKE's own, of Arm nodes.
    `key=kubernetes.io/arch,operator=Equal,value=${arch},effect=NoSchedule`,
  ];
  return {
    image: `moby/buildkit:${buildkitVersion}-rootless`,
    // A user of its own instead of a privileged container; the driver sets seccomp and AppArmor as that needs.
    rootless: "true",
    nodeselector: `kubernetes.io/arch=${arch}`,
    tolerations: tolerations.join(";"),
    replicas: String(nodes),
    // A machine each: what it has beside what GKE keeps for itself.
    "requests.cpu": String(cpus - 1),
    "requests.memory": `${cpus * 2.5}Gi`,
    "limits.cpu": String(cpus),
    "limits.memory": `${cpus * 3}Gi`,
    // From no node to a running BuildKit: spot machines can take a while.
    timeout: "15m",
  };
}
