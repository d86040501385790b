// Owns set-project-id: gives a package its Google Cloud project ID, where it has none.
import { ConfigError, configMapData, type ResourceList, resultAbout } from "../../sdk/index.ts";
import { annotate } from "./annotation.ts";
import { KptfileError, SETTER, setSetter } from "./setter.ts";

/**
 * Sets the project ID as a setter of every Kptfile and as an annotation of every Config Connector resource.
 * Source of rules and messages: the README and main.go of the public function, v0.2.0
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/set-project-id).
 */
export default function setProjectId(list: ResourceList): void {
  const project = configMapData(list.functionConfig ?? {}, list.source)[SETTER] ?? "";
  if (project === "") throw new ConfigError(`functionConfig: \`data.${SETTER}\` must be the project ID`);
  const kptfiles = list.items.filter((item) => item.kind === "Kptfile");
  if (kptfiles.length === 0) {
    throw new ConfigError(
      "failed to set project-id setter: failed to find Kptfile: unable to find Kptfile, please include --include-meta-resources flag if a Kptfile is present",
    );
  }
  try {
    for (const kptfile of kptfiles) setSetter(list.items, kptfile, project);
  } catch (error) {
    if (!(error instanceof KptfileError)) throw error;
    const message = `failed to set project-id setter: ${error.message}`;
    list.results.push(resultAbout(error.kptfile, "error", message));
    return;
  }
  for (const item of list.items) annotate(item, project);
}
