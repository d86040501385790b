package main

// Owns the text of a ResourceList: what the script made, or what came in where it failed.

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// write is the text of the list, its items sorted by apiVersion, kind, namespace and name.
func (list *resourceList) write() ([]byte, error) {
	output := struct {
		APIVersion     string     `yaml:"apiVersion"`
		Kind           string     `yaml:"kind"`
		Items          []any      `yaml:"items"`
		FunctionConfig *yaml.Node `yaml:"functionConfig,omitempty"`
		Results        any        `yaml:"results,omitempty"`
	}{APIVersion: "config.kubernetes.io/v1", Kind: "ResourceList"}
	if list.made != nil {
		output.Items = sorted(list.made, textAt)
	} else {
		output.Items = list.untouched()
	}
	if hasContent(list.functionConfig) {
		output.FunctionConfig = list.functionConfig
	}
	if list.failure != nil {
		output.Results = []result{{list.failure.Error(), "error"}}
	} else if hasContent(list.results) {
		output.Results = list.results
	}
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	encoder.CompactSeqIndent()
	if err := encoder.Encode(output); err != nil {
		return nil, err
	}
	return text.Bytes(), encoder.Close()
}

// untouched are the items as they were read.
func (list *resourceList) untouched() []any {
	items := make([]any, len(list.items))
	for i, item := range sorted(list.items, nodeText) {
		items[i] = item
	}
	return items
}

// nodeText is the text at a path of a node; empty where there is none.
func nodeText(node *yaml.Node, path ...string) string {
	for _, key := range path {
		node = lookup(node, key)
	}
	return text(node)
}

// hasContent is whether a field is neither missing nor null nor empty.
func hasContent(node *yaml.Node) bool { return node != nil && len(node.Content) > 0 }

// sorted are the items in the order of their identities; `at` is the text at a path of an item.
func sorted[T any](items []T, at func(item T, path ...string) string) []T {
	type keyed struct {
		item T
		key  string
	}
	pairs := make([]keyed, len(items))
	for i, item := range items {
		identity := []string{at(item, "apiVersion"), at(item, "kind"), at(item, "metadata", "namespace"), at(item, "metadata", "name")}
		pairs[i] = keyed{item, strings.Join(identity, " ")}
	}
	slices.SortStableFunc(pairs, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	inOrder := make([]T, len(items))
	for i, pair := range pairs {
		inOrder[i] = pair.item
	}
	return inOrder
}
