// Package codegen stands in for the code generator of the same path, of which the docker-build provider uses one struct:
// the options with which it describes itself to that generator. It builds without that generator's module.
package codegen

// CSharpPackageInfo is what a provider's schema says to the C# generator, with that generator's names in JSON.
type CSharpPackageInfo struct {
	PackageReferences    map[string]string `json:"packageReferences,omitempty"`
	RespectSchemaVersion bool              `json:"respectSchemaVersion,omitempty"`
}
