// Owns what a function may import.
export { command } from "./command.ts";
export { configMapData, describeConfig, isConfigMap, isKind } from "./config.ts";
export { readFieldSpecs } from "./field-config.ts";
export {
  type Field,
  FieldError,
  fieldMessage,
  fieldsAt,
  isSelected,
  type KindFilter,
  nodeKind,
} from "./field-walk.ts";
export {
  type FieldSpec,
  FieldTypeError,
  mapAt,
  type Place,
  pathSteps,
  placesAt,
  specMatches,
} from "./fieldspec.ts";
export { isBookkeeping, renew } from "./generated.ts";
export { goJson } from "./go-json.ts";
export { type GoRegExp, goRegExp, RegExpError } from "./go-regexp/index.ts";
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
  DEFAULT_NAMESPACE,
  effectiveNamespace,
  hasNamespace,
  isLocalConfig,
  isNamespaced,
  LOCAL_CONFIG,
  matchesKind,
  shortName,
} from "./kinds.ts";
export { type LabelSelector, LabelSelectorError, type Labels, parseLabelSelector } from "./label-selector.ts";
export { type NameReference, nameReferencesOf } from "./name-references.ts";
export { NAMESPACE_REFERENCES } from "./namespace-references.ts";
export { openFlow, setComment, valueAt } from "./open-flow.ts";
export { goList, quoted } from "./quote.ts";
export {
  isAddressed,
  type Resolved,
  resolvePattern,
  SETTER_COMMENT,
  type Setters,
  setterNames,
  setterPattern,
  settersIn,
  soleSetter,
} from "./setters.ts";
export { textOf } from "./text.ts";
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
export { dottedPath, type FieldVisitor, fieldResult, walkFields } from "./walk.ts";
export { isMap } from "./yaml/print.ts";
export { canStandPlain } from "./yaml/scalar.ts";
