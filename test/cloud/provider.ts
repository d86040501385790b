// Owns a provider that keeps resources of GCP nowhere but in Pulumi's state, for the real engine: GCP itself cannot be reached.
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { cloudOutputs } from "./outputs.ts";

type Properties = Record<string, unknown>;

/** Type and name of a resource, from its URN. */
function read(urn: string): { type: string; name: string } {
  const [, , types = "", name = ""] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name };
}

const provider: pulumi.provider.Provider = {
  version: process.argv[2] ?? "",
  check: async (_urn, _olds, inputs: Properties) => ({ inputs }),
  diff: async (_id, _urn, state: Properties, inputs: Properties) => ({
    changes: !isDeepStrictEqual(state.given, inputs),
  }),
  create: async (urn, given: Properties) => {
    const { type, name } = read(urn);
    return { id: `${name}-id`, outs: { ...given, ...cloudOutputs(type, name, given), given } };
  },
  update: async () => {
    throw new Error("No test changes what is on GCP");
  },
  delete: async () => {},
};

await pulumi.provider.main(provider, process.argv.slice(3));
