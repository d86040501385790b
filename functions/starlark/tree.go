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
	if err := checkKeys(node); err != nil {
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
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
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

// checkKeys refuses a map that has a key twice, whatever becomes of it.
func checkKeys(node *yaml.Node) error {
	if node.Kind != yaml.MappingNode {
		return nil
	}
	seen := make(map[string]bool, len(node.Content)/2)
	for i := 0; i < len(node.Content); i += 2 {
		key := node.Content[i]
		if key.Kind != yaml.ScalarNode {
			continue
		}
		if seen[key.Value] {
			return fmt.Errorf("input (line %d): every key of a map must be there once, not a second %q", key.Line, key.Value)
		}
		seen[key.Value] = true
	}
	return nil
}
