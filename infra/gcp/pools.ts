// Owns the cluster's node pools: a small one for what GKE itself runs, and one of builders for each architecture.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { builderTaint } from "../builder/kubernetes.ts";
import { inProject, type Project } from "./project.ts";

/** Whom nodes act as. */
export interface NodeIdentity {
  readonly email: pulumi.Output<string>;
  /** What lets it do its work. */
  readonly rights: readonly pulumi.Resource[];
}

/** Where a pool belongs. */
export interface PoolArgs {
  readonly project: Project;
  readonly cluster: gcp.container.Cluster;
  readonly zone: string;
  readonly nodes: NodeIdentity;
}

/** What is the same on every node: its identity, which pods do not get at. */
export function nodeConfig<T extends object>({ email }: NodeIdentity, more: T) {
  return {
    serviceAccount: email,
    oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    metadata: { "disable-legacy-endpoints": "true" },
    ...more,
  };
}

const secureBoot = { enableSecureBoot: true, enableIntegrityMonitoring: true };
const management = { autoRepair: true, autoUpgrade: true };

/** One small node, always there: GKE's own pods do not run on the builders' tainted ones. */
export class SystemPool extends pulumi.ComponentResource {
  constructor(name: string, args: PoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super("krm-functions:gcp:SystemPool", name, {}, opts);
    new gcp.container.NodePool(
      name,
      {
        project: args.project.id,
        cluster: args.cluster.name,
        location: args.zone,
        nodeCount: 1,
        management,
        nodeConfig: nodeConfig(args.nodes, {
          machineType: "e2-standard-2",
          diskType: "pd-balanced",
          diskSizeGb: 50,
          shieldedInstanceConfig: secureBoot,
        }),
      },
      inProject(args.project, this, args.nodes.rights),
    );
    this.registerOutputs();
  }
}

/** Builders of one architecture: as many nodes as build, none while nothing does. */
export class BuilderPool extends pulumi.ComponentResource {
  /** Known when nodes can be had. */
  readonly ready: pulumi.Output<string>;

  constructor(
    name: string,
    args: PoolArgs & {
      readonly arch: "amd64" | "arm64";
      readonly sizes: { readonly cpus: number; readonly nodes: number };
    },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("krm-functions:gcp:BuilderPool", name, {}, opts);
    const { arch, sizes } = args;
    const pool = new gcp.container.NodePool(
      name,
      {
        project: args.project.id,
        cluster: args.cluster.name,
        location: args.zone,
        initialNodeCount: 0,
        autoscaling: { minNodeCount: 0, maxNodeCount: sizes.nodes, locationPolicy: "ANY" },
        management,
        nodeConfig: nodeConfig(args.nodes, {
          machineType: `${{ amd64: "n4", arm64: "c4a" }[arch]}-standard-${sizes.cpus}`,
          // Neither series takes persistent disks.
          diskType: "hyperdisk-balanced",
          diskSizeGb: 100,
          spot: true,
          // GKE itself adds kubernetes.io/arch=arm64:NoSchedule to Arm nodes.
          taints: [{ key: builderTaint, value: "true", effect: "NO_SCHEDULE" }],
          ...(arch === "amd64" ? { shieldedInstanceConfig: secureBoot } : {}),
        }),
      },
      inProject(args.project, this, args.nodes.rights),
    );
    this.ready = pool.id;
    this.registerOutputs({ ready: this.ready });
  }
}
