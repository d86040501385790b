// Package java stands in for the code generator of the same path, of which the docker-build provider uses one struct:
// the options with which it describes itself to that generator. It builds without that generator's module.
package java

// PackageInfo is what a provider's schema says to the Java generator, with that generator's names in JSON.
type PackageInfo struct {
	Packages                        map[string]string `json:"packages,omitempty"`
	BasePackage                     string            `json:"basePackage,omitempty"`
	BuildFiles                      string            `json:"buildFiles,omitempty"`
	Dependencies                    map[string]string `json:"dependencies,omitempty"`
	GradleNexusPublishPluginVersion string            `json:"gradleNexusPublishPluginVersion,omitempty"`
	GradleTest                      string            `json:"gradleTest,omitempty"`
}
