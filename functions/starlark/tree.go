package main

// Owns making a tree of what was read: each alias becomes a copy of what it stands for, since a script changes one place and
// not the other; nothing is nested so deep that others could not read it.

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// mostCopied bounds what aliases can make of a short text.
const mostCopied = 500_000

// deepestValue bounds how deep values are nested: readers such as the catalog's other functions take no more than a hundred.
const deepestValue = 90

// copier copies what aliases stand for.
type copier struct {
	copied int
	// open are the nodes that it is inside of.
	open map[*yaml.Node]bool
}

// withoutAliases replaces the aliases below a node; anchors, which nothing needs any more, go.
func withoutAliases(node *yaml.Node) error {
	copier := copier{open: map[*yaml.Node]bool{}}
	return copier.replace(node, 0)
}

func (c *copier) replace(node *yaml.Node, depth int) error {
	if depth > deepestValue {
		return tooDeep(node)
	}
	if err := checkMap(node); err != nil {
		return err
	}
	for i, child := range node.Content {
		if child.Kind != yaml.AliasNode {
			if err := c.replace(child, depth+1); err != nil {
				return err
			}
			continue
		}
		whole, err := c.copy(child, depth+1)
		if err != nil {
			return err
		}
		node.Content[i] = whole
	}
	node.Anchor = ""
	return nil
}

func (c *copier) copy(node *yaml.Node, depth int) (*yaml.Node, error) {
	if depth > deepestValue {
		return nil, tooDeep(node)
	}
	line := node.Line
	node = aliased(node)
	if c.open[node] {
		return nil, fmt.Errorf("input (line %d): an alias must not be inside of what it stands for", line)
	}
	if c.copied++; c.copied > mostCopied {
		return nil, fmt.Errorf("input (line %d): aliases must not stand for more than %d values", line, mostCopied)
	}
	c.open[node] = true
	defer delete(c.open, node)
	whole := *node
	whole.Anchor = ""
	whole.Content = make([]*yaml.Node, len(node.Content))
	for i, child := range node.Content {
		copied, err := c.copy(child, depth+1)
		if err != nil {
			return nil, err
		}
		whole.Content[i] = copied
	}
	return &whole, nil
}

func tooDeep(node *yaml.Node) error {
	return fmt.Errorf("input (line %d): must not be nested more than %d deep", node.Line, deepestValue)
}

// checkMap refuses a map that has a key twice, or merges what is no map, whatever becomes of it.
func checkMap(node *yaml.Node) error {
	if node.Kind != yaml.MappingNode {
		return nil
	}
	seen := make(map[string]bool, len(node.Content)/2)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			continue
		}
		if seen[key.Value] {
			return fmt.Errorf("input (line %d): every key of a map must be there once, not a second %q", key.Line, key.Value)
		}
		seen[key.Value] = true
		if !isMerge(key) {
			continue
		}
		merged := []*yaml.Node{value}
		if value = aliased(value); value.Kind == yaml.SequenceNode {
			merged = value.Content
		}
		for _, from := range merged {
			if from = aliased(from); from.Kind != yaml.MappingNode {
				return fmt.Errorf("input (line %d): a merge (`<<`) must be of maps, not of %s", key.Line, show(from))
			}
		}
	}
	return nil
}

func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.ShortTag() == "!!merge"
}

// aliased is what a node stands for.
func aliased(node *yaml.Node) *yaml.Node {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}
