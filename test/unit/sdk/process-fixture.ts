// A function that the tests of `main` run as a process of its own.
import { command } from "../../../sdk/index.ts";

command(
  (list) => {
    for (const { metadata } of list.items) if (metadata !== undefined) metadata.name = "b";
  },
  {
    name: "set-name",
    description: "Sets the name.",
    version: "v1",
    config: [{ apiVersion: "v1", kind: "ConfigMap", description: "what for" }],
  },
).main();
