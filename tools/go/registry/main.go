// The registry of github.com/distribution/distribution with the file system as its only storage and htpasswd as its only
// authentication: what a registry on loopback needs, without the SDKs of three clouds that its own command compiles.
package main

import (
	"os"

	"github.com/distribution/distribution/v3/registry"
	_ "github.com/distribution/distribution/v3/registry/auth/htpasswd"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem"
)

func main() {
	if err := registry.RootCmd.Execute(); err != nil {
		os.Exit(1)
	}
}
