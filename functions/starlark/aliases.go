package main

// Owns aliases: each becomes a copy of what it stands for, since a script changes one place and not the other.

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// mostCopied bounds what aliases can make of a short text.
const mostCopied = 500_000

// copier copies what aliases stand for.
type copier struct {
	copied int
	// open are the nodes that it is inside of.
	open map[*yaml.Node]bool
}

// withoutAliases replaces the aliases below a node; anchors, which nothing needs any more, go.
func withoutAliases(node *yaml.Node) error {
	copier := copier{open: map[*yaml.Node]bool{}}
	return copier.replace(node)
}

func (c *copier) replace(node *yaml.Node) error {
	for i, child := range node.Content {
		if child.Kind != yaml.AliasNode {
			if err := c.replace(child); err != nil {
				return err
			}
			continue
		}
		whole, err := c.copy(child)
		if err != nil {
			return err
		}
		node.Content[i] = whole
	}
	node.Anchor = ""
	return nil
}

func (c *copier) copy(node *yaml.Node) (*yaml.Node, error) {
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
		copied, err := c.copy(child)
		if err != nil {
			return nil, err
		}
		whole.Content[i] = copied
	}
	return &whole, nil
}
