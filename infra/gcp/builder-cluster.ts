// Owns BuilderCluster: the GKE cluster whose node pools, one for each architecture, BuildKit runs on.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GkeSettings } from "../settings.ts";
import { BuilderNetwork, ranges } from "./network.ts";
import { BuilderPool, type NodeIdentity, nodeConfig, SystemPool } from "./pools.ts";
import { inProject, type Project } from "./project.ts";

/** Where the cluster is, and how large it may grow. */
export interface BuilderClusterArgs extends Pick<GkeSettings, "zone" | "cpus" | "nodes"> {
  readonly project: Project;
}

/** What buildx's kubernetes driver asks of the API server, and no more. */
const builderPermissions = [
  "container.clusters.connect",
  "container.deployments.create",
  "container.deployments.delete",
  "container.deployments.get",
  "container.pods.exec",
  "container.pods.list",
];

/**
 * A zonal Standard cluster (Autopilot denies what BuildKit needs) with private nodes. Its API server is reached by name only, by
 * whom IAM lets through. Nothing in it has to be kept, so nothing protects it.
 */
export class BuilderCluster extends pulumi.ComponentResource {
  /** Host name of the API server, known as soon as BuildKit can be started for every architecture. */
  readonly endpoint: pulumi.Output<string>;
  /** Name of the role that lets somebody build here. */
  readonly role: pulumi.Output<string>;

  constructor(name: string, args: BuilderClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("krm-functions:gcp:BuilderCluster", name, {}, opts);
    const { project, zone } = args;
    const own = inProject(project, this);

    const nodes = nodeIdentity(name, project, own);
    const region = zone.slice(0, zone.lastIndexOf("-"));
    const network = new BuilderNetwork(name, { project, region }, { parent: this });
    const cluster = new gcp.container.Cluster(
      name,
      {
        project: project.id,
        location: zone,
        description: "Builds the images of KRM functions",
        network: network.network.id,
        subnetwork: network.subnet.id,
        networkingMode: "VPC_NATIVE",
        ipAllocationPolicy: {
          clusterSecondaryRangeName: ranges.pods,
          servicesSecondaryRangeName: ranges.services,
        },
        datapathProvider: "ADVANCED_DATAPATH",
        privateClusterConfig: { enablePrivateNodes: true },
        controlPlaneEndpointsConfig: {
          dnsEndpointConfig: { allowExternalTraffic: true },
          ipEndpointsConfig: { enabled: false },
        },
        enableShieldedNodes: true,
        releaseChannel: { channel: "REGULAR" },
        workloadIdentityConfig: { workloadPool: `${project.id}.svc.id.goog` },
        loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS"] },
        monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"], managedPrometheus: { enabled: false } },
        // The pools are resources of their own; a cluster cannot be made without one, which is removed at once.
        removeDefaultNodePool: true,
        initialNodeCount: 1,
        nodeConfig: nodeConfig(nodes, {
          machineType: "e2-standard-2",
          diskType: "pd-balanced",
          diskSizeGb: 50,
        }),
        deletionProtection: false,
      },
      // After its removal the default pool would show as changed.
      { ...inProject(project, this, [network.exit]), ignoreChanges: ["nodeConfig"] },
    );
    const place = { project, cluster, zone, nodes };
    new SystemPool(`${name}-system`, place, { parent: this });
    const sizes = { cpus: args.cpus, nodes: args.nodes };
    const pools = (["amd64", "arm64"] as const).map(
      (arch) => new BuilderPool(`${name}-${arch}`, { ...place, arch, sizes }, { parent: this }),
    );
    const role = new gcp.projects.IAMCustomRole(
      name,
      {
        project: project.id,
        roleId: "krmFunctionsBuilder",
        title: "KRM functions: builds in the cluster",
        description: "Starts, uses and removes BuildKit in GKE",
        permissions: builderPermissions,
      },
      own,
    );
    this.endpoint = pulumi
      .all([cluster.controlPlaneEndpointsConfig, pulumi.all(pools.map((pool) => pool.ready))])
      .apply(([config]) => config.dnsEndpointConfig?.endpoint ?? unknownInPreview(name));
    this.role = role.name;
    this.registerOutputs({ endpoint: this.endpoint, role: this.role });
  }
}

/** A preview of a change to the cluster may not know where it is. */
function unknownInPreview(cluster: string): string {
  if (pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as string;
  throw new pulumi.RunError(
    `${cluster}: must have a DNS endpoint, but GKE tells none; run \`pulumi refresh\``,
  );
}

/** Whom the nodes act as: it writes logs and metrics. Registries are read without a login; pushes use the login of who builds. */
function nodeIdentity(name: string, project: Project, own: pulumi.CustomResourceOptions): NodeIdentity {
  const account = new gcp.serviceaccount.Account(
    `${name}-nodes`,
    {
      project: project.id,
      accountId: "krm-functions-nodes",
      displayName: "KRM functions: nodes of the builders' cluster",
    },
    own,
  );
  const writes = new gcp.projects.IAMMember(
    `${name}-nodes`,
    { project: project.id, role: "roles/container.defaultNodeServiceAccount", member: account.member },
    own,
  );
  return { email: account.email, rights: [writes] };
}
