// Owns reading and tagging what a registry holds, with the credentials that Docker's clients keep on this machine.
export {
  type ImageConfig,
  type Index,
  type Manifest,
  openRegistryClient,
  type RegistryClient,
} from "./client.ts";
export { RegistryProblem } from "./problem.ts";
