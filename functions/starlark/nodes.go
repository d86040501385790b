package main

// Owns looking into YAML nodes.

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// lookup is the value of a key of a map; nil where there is none.
func lookup(node *yaml.Node, key string) *yaml.Node {
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Kind == yaml.ScalarNode && node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}

// text is the text of a scalar; empty for anything else and for null.
func text(node *yaml.Node) string {
	if node == nil || node.Kind != yaml.ScalarNode || isNull(node) {
		return ""
	}
	return node.Value
}

func isNull(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

// show is a value as a message names it.
func show(node *yaml.Node) string {
	switch {
	case node == nil:
		return "missing"
	case node.Kind == yaml.MappingNode:
		return "a map"
	case node.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(node):
		return "null"
	}
	switch node.ShortTag() {
	case "!!int", "!!float":
		return "the number " + node.Value
	case "!!bool":
		return "the boolean " + node.Value
	}
	return fmt.Sprintf("%q", node.Value)
}
