package main

// Owns the module `krmfn.star`: which resource a dict is.

import (
	"fmt"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
)

var krmfn = &starlarkstruct.Module{
	Name: "krmfn",
	Members: starlark.StringDict{
		"match_gvk":       matcher("match_gvk", []string{"apiVersion"}, []string{"kind"}),
		"match_name":      matcher("match_name", []string{"metadata", "name"}),
		"match_namespace": matcher("match_namespace", []string{"metadata", "namespace"}),
	},
}

// matcher is a function of a resource and one string for each path: whether the resource has those there.
func matcher(name string, paths ...[]string) starlark.Value {
	return starlark.NewBuiltin(name, func(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var resource *starlark.Dict
		wanted := make([]string, len(paths))
		into := []any{&resource}
		for i := range wanted {
			into = append(into, &wanted[i])
		}
		if err := starlark.UnpackPositionalArgs(name, args, kwargs, len(into), into...); err != nil {
			return nil, err
		}
		for i, path := range paths {
			found, err := stringAt(resource, path)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if found != wanted[i] {
				return starlark.False, nil
			}
		}
		return starlark.True, nil
	})
}

// stringAt is the string at a path; empty where there is none.
func stringAt(dict *starlark.Dict, path []string) (string, error) {
	value := starlark.Value(dict)
	for _, key := range path {
		inside, ok := value.(*starlark.Dict)
		if !ok {
			return "", nil
		}
		found, _, err := inside.Get(starlark.String(key))
		if err != nil {
			return "", err
		}
		value = found
	}
	text, _ := starlark.AsString(value)
	return text, nil
}
