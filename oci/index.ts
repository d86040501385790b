// Owns reading and tagging what a registry holds, with the credentials that Docker's clients keep on this machine.
export {
  type Descriptor,
  type ImageConfig,
  type Index,
  type Manifest,
  openRegistryClient,
  type RegistryClient,
  type Stored,
} from "./client.ts";
export { RegistryProblem } from "./problem.ts";
export { type Image, type PlatformImage, platformName, readImage } from "./read-image.ts";
