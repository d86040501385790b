package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// The SDK, whose runner runs a program.
const sdk = "@pulumi/pulumi"

// manifest is what a package.json says, as far as it is needed. An SDK tells its provider in the field `pulumi`.
type manifest struct {
	// Folder is where the package is.
	Folder       string            `json:"-"`
	Name         string            `json:"name"`
	Version      string            `json:"version"`
	Dependencies map[string]string `json:"dependencies"`
	Pulumi       struct {
		Resource bool   `json:"resource"`
		Name     string `json:"name"`
		Version  string `json:"version"`
		Server   string `json:"server"`
	} `json:"pulumi"`
}

// requiredPackages are the providers of the SDKs that the program in a folder depends on directly, as far as they are installed
// in plugins. The engine tries to download any other for seconds, at every run, although the stack may not use it; it does so too,
// and fails with a message, when the first resource of one is registered.
func requiredPackages(folder, plugins string) []*pulumirpc.PackageDependency {
	var found []*pulumirpc.PackageDependency
	for _, one := range directDependencies(folder) {
		if !one.Pulumi.Resource {
			continue
		}
		name := one.Pulumi.Name
		if name == "" {
			name = one.Name[strings.LastIndex(one.Name, "/")+1:]
		}
		version := one.Pulumi.Version
		if version == "" {
			version = one.Version
		}
		version = "v" + strings.TrimPrefix(version, "v")
		if _, err := os.Stat(filepath.Join(plugins, "resource-"+name+"-"+version)); err != nil {
			continue
		}
		found = append(found, &pulumirpc.PackageDependency{
			Kind: "resource", Name: name, Version: version, Server: one.Pulumi.Server,
		})
	}
	return found
}

// pluginFolder is where the engine keeps its plugins.
func pluginFolder() string {
	home := os.Getenv("PULUMI_HOME")
	if home == "" {
		user, _ := os.UserHomeDir()
		home = filepath.Join(user, ".pulumi")
	}
	return filepath.Join(home, "plugins")
}

// programDependencies are the names and versions of the packages that the program in a folder depends on directly.
func programDependencies(folder string) []*pulumirpc.DependencyInfo {
	var found []*pulumirpc.DependencyInfo
	for _, one := range directDependencies(folder) {
		found = append(found, &pulumirpc.DependencyInfo{Name: one.Name, Version: one.Version})
	}
	return found
}

// directDependencies are the installed ones of the dependencies in the package.json that is nearest to a folder, by name.
func directDependencies(folder string) []manifest {
	var found []manifest
	nearest := nearestManifest(folder)
	for name := range nearest.Dependencies {
		if one := installed(nearest.Folder, name); one.Folder != "" {
			one.Name = name
			found = append(found, one)
		}
	}
	sort.Slice(found, func(a, b int) bool { return found[a].Name < found[b].Name })
	return found
}

// nearestManifest reads the package.json of a folder or of the closest one above it.
func nearestManifest(folder string) manifest {
	return firstAbove(folder, func(at string) string { return at })
}

// installed reads the package that Node.js would find from a folder; one without a Folder where there is none.
func installed(folder, name string) manifest {
	return firstAbove(folder, func(at string) string { return filepath.Join(at, "node_modules", name) })
}

func firstAbove(folder string, place func(string) string) manifest {
	for at := folder; ; at = filepath.Dir(at) {
		if one, err := readManifest(place(at)); err == nil {
			return one
		}
		if filepath.Dir(at) == at {
			return manifest{}
		}
	}
}

func readManifest(folder string) (manifest, error) {
	found := manifest{Folder: folder}
	text, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil {
		return manifest{}, err
	}
	return found, json.Unmarshal(text, &found)
}
