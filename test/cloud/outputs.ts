// Owns what GCP's providers would add to a resource's inputs, as far as the program uses it: made from the inputs alone.

/** Where the cluster seems to be. */
export const clusterEndpoint = "gke-builders.invalid";

/** The outputs of a resource beside its inputs. */
export function cloudOutputs(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const project = `projects/${inputs.project}`;
  switch (type) {
    case "random:index/randomId:RandomId":
      return { hex: "0a1b2c3d" };
    case "gcp:serviceaccount/account:Account": {
      const email = `${inputs.accountId}@${inputs.project}.iam.gserviceaccount.com`;
      return { email, member: `serviceAccount:${email}`, name: `${project}/serviceAccounts/${email}` };
    }
    case "gcp:iam/workloadIdentityPool:WorkloadIdentityPool":
      return { name: `projects/1/locations/global/workloadIdentityPools/${inputs.workloadIdentityPoolId}` };
    case "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": {
      const pool = `projects/1/locations/global/workloadIdentityPools/${inputs.workloadIdentityPoolId}`;
      return { name: `${pool}/providers/${inputs.workloadIdentityPoolProviderId}` };
    }
    case "gcp:projects/iAMCustomRole:IAMCustomRole":
      return { name: `${project}/roles/${inputs.roleId}` };
    case "gcp:container/cluster:Cluster":
      return {
        name,
        controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint: clusterEndpoint } },
      };
    default:
      return "name" in inputs ? {} : { name };
  }
}
