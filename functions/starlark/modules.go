package main

// Owns what a script can load: https://github.com/qri-io/starlib, and the module of the public function's own.

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/qri-io/starlib/bsoup"
	"github.com/qri-io/starlib/encoding/base64"
	"github.com/qri-io/starlib/encoding/csv"
	"github.com/qri-io/starlib/encoding/yaml"
	"github.com/qri-io/starlib/geo"
	"github.com/qri-io/starlib/hash"
	"github.com/qri-io/starlib/html"
	"github.com/qri-io/starlib/http"
	"github.com/qri-io/starlib/re"
	"github.com/qri-io/starlib/xlsx"
	"github.com/qri-io/starlib/zipfile"
	"go.starlark.net/lib/json"
	"go.starlark.net/lib/math"
	"go.starlark.net/lib/time"
	"go.starlark.net/starlark"
)

var modules = map[string]func() (starlark.StringDict, error){
	"bsoup.star":           bsoup.LoadModule,
	"encoding/base64.star": base64.LoadModule,
	"encoding/csv.star":    csv.LoadModule,
	"encoding/json.star":   ready("json", json.Module),
	"encoding/yaml.star":   yaml.LoadModule,
	"geo.star":             geo.LoadModule,
	"hash.star":            hash.LoadModule,
	"html.star":            html.LoadModule,
	"http.star":            http.LoadModule,
	"krmfn.star":           ready("krmfn", krmfn),
	"math.star":            ready("math", math.Module),
	"re.star":              re.LoadModule,
	"time.star":            ready("time", time.Module),
	"xlsx.star":            xlsx.LoadModule,
	"zipfile.star":         zipfile.LoadModule,
}

func load(_ *starlark.Thread, name string) (starlark.StringDict, error) {
	module, known := modules[name]
	if !known {
		return nil, fmt.Errorf("must be one of %s", strings.Join(slices.Sorted(maps.Keys(modules)), ", "))
	}
	return module()
}

func ready(name string, module starlark.Value) func() (starlark.StringDict, error) {
	return func() (starlark.StringDict, error) { return starlark.StringDict{name: module}, nil }
}
