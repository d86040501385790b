package main

// Owns the way of values between YAML and Starlark.

import (
	"fmt"
	"math/big"
	"time"

	startime "go.starlark.net/lib/time"
	"go.starlark.net/starlark"
	"go.yaml.in/yaml/v3"
)

// toValue is the Starlark value of a node: maps keep the order in which they are written.
func toValue(node *yaml.Node) (starlark.Value, error) {
	switch {
	case node == nil:
		return starlark.None, nil
	case node.Kind == yaml.MappingNode:
		dict := starlark.NewDict(len(node.Content) / 2)
		return dict, fill(dict, node)
	case node.Kind == yaml.SequenceNode:
		elements := make([]starlark.Value, len(node.Content))
		for i, child := range node.Content {
			element, err := toValue(child)
			if err != nil {
				return nil, err
			}
			elements[i] = element
		}
		return starlark.NewList(elements), nil
	}
	return scalar(node)
}

// fill puts a map's own entries into `dict`, then those that it merges (`<<`) and has not itself.
func fill(dict *starlark.Dict, node *yaml.Node) error {
	var merged []*yaml.Node
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if isMerge(key) {
			merged = append(merged, value)
			continue
		}
		if err := set(dict, key, value); err != nil {
			return err
		}
	}
	for len(merged) > 0 {
		from := merged[0]
		merged = merged[1:]
		if from.Kind == yaml.SequenceNode {
			merged = append(append([]*yaml.Node{}, from.Content...), merged...)
			continue
		}
		base := starlark.NewDict(len(from.Content) / 2)
		if err := fill(base, from); err != nil {
			return err
		}
		for _, entry := range base.Items() {
			if _, found, _ := dict.Get(entry[0]); found {
				continue
			}
			if err := dict.SetKey(entry[0], entry[1]); err != nil {
				return err
			}
		}
	}
	return nil
}

func set(dict *starlark.Dict, key, value *yaml.Node) error {
	k, err := toValue(key)
	if err != nil {
		return err
	}
	if _, found, _ := dict.Get(k); found {
		return fmt.Errorf("line %d: every key of a map must be there once, not a second %q", key.Line, key.Value)
	}
	v, err := toValue(value)
	if err != nil {
		return err
	}
	if err := dict.SetKey(k, v); err != nil {
		return fmt.Errorf("line %d: a key must be a scalar: %w", key.Line, err)
	}
	return nil
}

func scalar(node *yaml.Node) (starlark.Value, error) {
	// A date is text in Kubernetes, which reads YAML as JSON.
	if tag := node.ShortTag(); tag == "!!str" || tag == "!!timestamp" {
		return starlark.String(node.Value), nil
	}
	if number, whole := new(big.Int).SetString(node.Value, 10); whole && node.ShortTag() == "!!float" {
		// Too long for the decoder, which would round it.
		return starlark.MakeBigInt(number), nil
	}
	var plain any
	if err := node.Decode(&plain); err != nil {
		return nil, err
	}
	switch v := plain.(type) {
	case nil:
		return starlark.None, nil
	case bool:
		return starlark.Bool(v), nil
	case int:
		return starlark.MakeInt(v), nil
	case int64:
		return starlark.MakeInt64(v), nil
	case uint64:
		return starlark.MakeUint64(v), nil
	case float64:
		return starlark.Float(v), nil
	case string:
		return starlark.String(v), nil
	}
	return nil, fmt.Errorf("line %d: %q must be a string, a number, true, false or null", node.Line, node.Value)
}

// writer makes plain Go values of Starlark values; `open` are the collections that it is inside of.
type writer struct{ open []starlark.Value }

// plain is a value for the YAML encoder, which writes maps with their keys sorted.
func (w *writer) plain(value starlark.Value, path string) (any, error) {
	switch v := value.(type) {
	case starlark.NoneType:
		return nil, nil
	case starlark.Bool:
		return bool(v), nil
	case starlark.Float:
		return float64(v), nil
	case starlark.String:
		return string(v), nil
	case startime.Time:
		return time.Time(v), nil
	case starlark.Int:
		return integer(v.BigInt()), nil
	}
	if len(w.open) == deepestValue {
		return nil, fmt.Errorf("%.200s...: must not be nested more than %d deep", path, deepestValue)
	}
	for _, outer := range w.open {
		if outer == value {
			return nil, fmt.Errorf("%s: must not hold itself", path)
		}
	}
	switch v := value.(type) {
	case *starlark.Dict:
		w.open = append(w.open, v)
		defer w.leave()
		return w.mapping(v, path)
	case *starlark.List:
		w.open = append(w.open, v)
		defer w.leave()
		return w.sequence(v, path)
	case starlark.Tuple:
		return w.sequence(v, path)
	}
	return nil, fmt.Errorf("%s: must be of a type that YAML has (dict, list, string, int, float, bool, None), not %q", path, value.Type())
}

func (w *writer) leave() { w.open = w.open[:len(w.open)-1] }

func (w *writer) mapping(dict *starlark.Dict, path string) (any, error) {
	entries := make(map[any]any, dict.Len())
	for _, item := range dict.Items() {
		key := item[0]
		switch key.(type) {
		case starlark.NoneType, starlark.Bool, starlark.Int, starlark.Float, starlark.String:
		default:
			return nil, fmt.Errorf("%s: a key must be a string, not %s", path, key)
		}
		k, err := w.plain(key, path)
		if err != nil {
			return nil, err
		}
		if entries[k], err = w.plain(item[1], fmt.Sprintf("%s[%s]", path, key)); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func (w *writer) sequence(sequence starlark.Indexable, path string) (any, error) {
	elements := make([]any, sequence.Len())
	for i := range elements {
		element, err := w.plain(sequence.Index(i), fmt.Sprintf("%s[%d]", path, i))
		if err != nil {
			return nil, err
		}
		elements[i] = element
	}
	return elements, nil
}

// integer is a number of any length, which the encoder itself cannot write.
func integer(value *big.Int) any {
	switch {
	case value.IsInt64():
		return value.Int64()
	case value.IsUint64():
		return value.Uint64()
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!float", Value: value.String()} // As the encoder reads it.
}

// textAt is the text at a path of a plain value; empty where there is none.
func textAt(value any, path ...string) string {
	for _, key := range path {
		inside, _ := value.(map[any]any)
		value = inside[key]
	}
	text, _ := value.(string)
	return text
}
