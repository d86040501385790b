// Owns BuilderNetwork: the private network of the builders' cluster, with a way out for pulls and pushes.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { inProject, type Project } from "./project.ts";

/** Names of the subnet's ranges for pods and for services. */
export const ranges = { pods: "pods", services: "services" } as const;

/** A network of its own: the builders reach nothing else of the project, and nothing reaches them. */
export class BuilderNetwork extends pulumi.ComponentResource {
  readonly network: gcp.compute.Network;
  readonly subnet: gcp.compute.Subnetwork;
  /** What pods need to reach registries. */
  readonly exit: gcp.compute.RouterNat;

  constructor(
    name: string,
    args: { readonly project: Project; readonly region: string },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("krm-functions:gcp:BuilderNetwork", name, {}, opts);
    const { region } = args;
    const project = args.project.id;
    const own = inProject(args.project, this);

    this.network = new gcp.compute.Network(
      name,
      { project, autoCreateSubnetworks: false, routingMode: "REGIONAL" },
      own,
    );
    this.subnet = new gcp.compute.Subnetwork(
      name,
      {
        project,
        region,
        network: this.network.id,
        ipCidrRange: "10.0.0.0/22",
        privateIpGoogleAccess: true,
        secondaryIpRanges: [
          { rangeName: ranges.pods, ipCidrRange: "10.4.0.0/16" },
          { rangeName: ranges.services, ipCidrRange: "10.8.0.0/22" },
        ],
      },
      own,
    );
    const router = new gcp.compute.Router(name, { project, region, network: this.network.id }, own);
    this.exit = new gcp.compute.RouterNat(
      name,
      {
        project,
        region,
        router: router.name,
        natIpAllocateOption: "AUTO_ONLY",
        sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
        subnetworks: [{ name: this.subnet.id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
      },
      own,
    );
    this.registerOutputs();
  }
}
