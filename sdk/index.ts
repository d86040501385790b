// Owns what a function may import.
export { command } from "./command.ts";
export { configMapData, describeConfig, isConfigMap, isKind } from "./config.ts";
export {
  apiGroup,
  fieldPath,
  INDEX_ANNOTATIONS,
  PATH_ANNOTATIONS,
  resourceFile,
  resourceRef,
  resultAbout,
} from "./identity.ts";
export {
  type Command,
  type Comments,
  ConfigError,
  type ConfigKind,
  type FieldRef,
  type FileRef,
  type FunctionInfo,
  type KubeObject,
  type LineComment,
  type Metadata,
  type Outcome,
  type Path,
  type ResourceList,
  type ResourceRef,
  type Result,
  type ScalarText,
  type Severity,
  type Source,
  type Transform,
} from "./types.ts";
