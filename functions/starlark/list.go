package main

// Owns the ResourceList: reading it, handing it to the script, and writing what the script made of it.
// https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.starlark.net/starlark"
	"go.yaml.in/yaml/v3"
)

// resourceList is the text's tree.
type resourceList struct {
	items          []*yaml.Node
	functionConfig *yaml.Node
	results        *yaml.Node
	// made are the items that the script left, instead of `items`; nil where it has not run or has failed.
	made []any
	// failure is the only result where there is one, as the public function has it.
	failure error
}

// result is an entry of `results`.
type result struct {
	Message  string `yaml:"message"`
	Severity string `yaml:"severity"`
}

// readList parses the text of a ResourceList.
func readList(input []byte) (*resourceList, error) {
	if !utf8.Valid(input) {
		return nil, errors.New("standard input: must be UTF-8 text; save the file that it comes from as UTF-8")
	}
	if len(bytes.TrimSpace(input)) == 0 {
		return nil, errors.New("standard input: must be a ResourceList, but is empty; run the function through kpt, or see --help")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(input))
	var document, second yaml.Node
	if err := decoder.Decode(&document); err != nil && err != io.EOF {
		return nil, fmt.Errorf("input: must be YAML, but: %w", err)
	}
	if err := decoder.Decode(&second); err != io.EOF {
		return nil, errors.New("input: must be one YAML document")
	}
	if err := withoutAliases(&document); err != nil {
		return nil, err
	}
	var root *yaml.Node
	if len(document.Content) > 0 {
		root = document.Content[0]
	}
	if kind := text(lookup(root, "kind")); kind != "ResourceList" {
		return nil, fmt.Errorf("input: must be a ResourceList, not a document of `kind` %q; run the function through kpt, or see --help", kind)
	}
	list := &resourceList{functionConfig: lookup(root, "functionConfig"), results: lookup(root, "results")}
	if config := list.functionConfig; config != nil && config.Kind != yaml.MappingNode && !isNull(config) {
		return nil, fmt.Errorf("functionConfig (line %d): must be a map, not %s", config.Line, show(config))
	}
	if results := list.results; results != nil && results.Kind != yaml.SequenceNode && !isNull(results) {
		return nil, fmt.Errorf("results (line %d): must be a list of results, not %s", results.Line, show(results))
	}
	items := lookup(root, "items")
	if items == nil || isNull(items) {
		return list, nil
	}
	if items.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("items (line %d): must be a list of resources, not %s", items.Line, show(items))
	}
	for i, item := range items.Content {
		if item.Kind != yaml.MappingNode {
			return nil, fmt.Errorf("items[%d] (line %d): must be a resource (a map), not %s", i, item.Line, show(item))
		}
		list.items = append(list.items, item)
	}
	return list, nil
}

// toStarlark is what the script sees as `ctx.resource_list`. The list's own items are gone then.
func (list *resourceList) toStarlark() (*starlark.Dict, error) {
	items := make([]starlark.Value, len(list.items))
	for i, item := range list.items {
		value, err := toValue(item)
		if err != nil {
			return nil, fmt.Errorf("items[%d]: %w", i, err)
		}
		items[i] = value
	}
	list.items = nil
	config, err := toValue(list.functionConfig)
	if err != nil {
		return nil, fmt.Errorf("functionConfig: %w", err)
	}
	value := starlark.NewDict(4)
	for _, field := range []struct {
		key   string
		value starlark.Value
	}{
		{"apiVersion", starlark.String("config.kubernetes.io/v1")},
		{"kind", starlark.String("ResourceList")},
		{"items", starlark.NewList(items)},
		{"functionConfig", config},
	} {
		if err := value.SetKey(starlark.String(field.key), field.value); err != nil {
			return nil, err
		}
	}
	return value, nil
}

// takeItems takes over the items that the script left in `ctx.resource_list`.
func (list *resourceList) takeItems(value *starlark.Dict) error {
	items, found, err := value.Get(starlark.String("items"))
	if err != nil || !found {
		return errors.New(`ctx.resource_list["items"]: must be a list of resources, but the script removed it`)
	}
	elements, ok := items.(starlark.Sequence)
	if !ok {
		return fmt.Errorf(`ctx.resource_list["items"]: must be a list of resources, not of type %q`, items.Type())
	}
	made := make([]any, 0, elements.Len())
	iterator := elements.Iterate()
	defer iterator.Done()
	var writer writer
	for item := starlark.Value(nil); iterator.Next(&item); {
		path := fmt.Sprintf(`ctx.resource_list["items"][%d]`, len(made))
		if _, ok := item.(*starlark.Dict); !ok {
			return fmt.Errorf("%s: must be a resource (a dict), not of type %q", path, item.Type())
		}
		plain, err := writer.plain(item, path)
		if err != nil {
			return err
		}
		made = append(made, plain)
	}
	list.made = made
	return nil
}
