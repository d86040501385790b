package main

// Owns the functionConfig: where the script is, and what it is called in messages.

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// config is a functionConfig, as far as the function itself reads it; the script sees all of it.
type config struct {
	// name is the script's file name in messages.
	name   string
	source string
}

const kinds = "a ConfigMap (v1) or a StarlarkRun (fn.kpt.dev/v1alpha1)"

// readConfig reads a ConfigMap or a StarlarkRun, of whatever version.
func readConfig(node *yaml.Node) (config, error) {
	if node == nil || len(node.Content) == 0 {
		return config{}, errors.New("functionConfig: must be " + kinds + ", but is missing")
	}
	group, _, grouped := strings.Cut(text(lookup(node, "apiVersion")), "/")
	if !grouped {
		group = ""
	}
	kind := text(lookup(node, "kind"))
	read := config{name: text(lookup(lookup(node, "metadata"), "name"))}
	if read.name == "" {
		read.name = "starlark-function-run"
	}
	var path string
	var source *yaml.Node
	switch {
	case group == "" && kind == "ConfigMap":
		path, source = "data.source", lookup(lookup(node, "data"), "source")
		if err := checkData(lookup(node, "data")); err != nil {
			return config{}, err
		}
	case group == "fn.kpt.dev" && kind == "StarlarkRun":
		path, source = "source", lookup(node, "source")
		if params := lookup(node, "params"); params != nil && params.Kind != yaml.MappingNode && !isNull(params) {
			return config{}, fmt.Errorf("functionConfig: `params` must be a map, not %s", show(params))
		}
	default:
		got := fmt.Sprintf("%s, Kind=%s", text(lookup(node, "apiVersion")), kind)
		return config{}, fmt.Errorf("functionConfig: must be %s, not %q", kinds, got)
	}
	if source != nil && !isNull(source) && (source.Kind != yaml.ScalarNode || source.ShortTag() != "!!str") {
		return config{}, fmt.Errorf("functionConfig: `%s` must be the text of a script, not %s", path, show(source))
	}
	read.source = text(source)
	if read.source == "" {
		return config{}, fmt.Errorf("functionConfig: `%s` must not be empty: it is the script to run", path)
	}
	return read, nil
}

// checkData refuses data that no ConfigMap can have.
func checkData(data *yaml.Node) error {
	if data == nil || isNull(data) {
		return nil
	}
	if data.Kind != yaml.MappingNode {
		return fmt.Errorf("functionConfig: `data` must be a map of strings, not %s", show(data))
	}
	var problems []error
	for i := 0; i+1 < len(data.Content); i += 2 {
		value := data.Content[i+1]
		if value.Kind == yaml.ScalarNode && (value.ShortTag() == "!!str" || value.ShortTag() == "!!timestamp" || isNull(value)) {
			continue
		}
		key := data.Content[i].Value
		problems = append(problems, fmt.Errorf("functionConfig: `data.%s` must be a string, not %s: put it in quotes", key, show(value)))
	}
	return errors.Join(problems...)
}
