package main

// Owns `ctx.open_api`: the schemas of Kubernetes' own kinds, which are read only when a script asks for them.
//
// The asset is an OpenAPI v2 document as protobuf, in the messages of
// https://github.com/google/gnostic-models/blob/main/openapiv2/OpenAPIv2.proto. Reading its few fields here spares the image
// the packages that know all of them, which are larger than everything else in it.

import (
	"cmp"
	"fmt"
	"slices"

	"go.starlark.net/starlark"
	"go.yaml.in/yaml/v3"
	kubernetes "sigs.k8s.io/kustomize/kyaml/openapi/kubernetesapi/v1_21_2"
)

var schemas *starlark.Dict

// openAPI is `{"definitions": {NAME: SCHEMA}}`, with the schemas as JSON has them.
func openAPI() (starlark.Value, error) {
	if schemas != nil {
		return schemas, nil
	}
	document, err := kubernetes.Asset("kubernetesapi/v1_21_2/swagger.pb")
	if err != nil {
		return nil, err
	}
	definitions := starlark.NewDict(0)
	err = eachField(document, func(field int, value wire) error {
		const ofDocument = 9
		if field != ofDocument {
			return nil
		}
		named, err := readNamed(value.bytes)
		definitions = named
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the schemas of Kubernetes cannot be read: %w", err)
	}
	schemas = starlark.NewDict(1)
	return schemas, schemas.SetKey(starlark.String("definitions"), definitions)
}

// readNamed reads a list of (name, schema) pairs, which is a map, sorted by name.
func readNamed(message []byte) (*starlark.Dict, error) {
	type pair struct {
		name   string
		schema starlark.Value
	}
	var pairs []pair
	err := eachField(message, func(_ int, entry wire) error {
		var next pair
		err := eachField(entry.bytes, func(field int, value wire) (err error) {
			if field == 1 {
				next.name = string(value.bytes)
			} else {
				next.schema, err = readSchema(value.bytes)
			}
			return err
		})
		pairs = append(pairs, next)
		return err
	})
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.name, b.name) })
	dict := starlark.NewDict(len(pairs))
	for _, next := range pairs {
		if err == nil {
			err = dict.SetKey(starlark.String(next.name), next.schema)
		}
	}
	return dict, err
}

// reading is how one field of the message Schema becomes one of the JSON schema.
type reading struct {
	key  string
	read func(value wire) (starlark.Value, error)
}

// fields of the message Schema, by number, as far as the schemas of Kubernetes have them; `lists` come once for each element.
var fields, lists map[int]reading

// In a function, since a schema is read by what is in it.
func init() {
	fields = map[int]reading{
		1:  {"$ref", readString},
		2:  {"format", readString},
		3:  {"title", readString},
		4:  {"description", readString},
		5:  {"default", readAny},
		7:  {"maximum", readNumber},
		9:  {"minimum", readNumber},
		11: {"maxLength", readInteger},
		12: {"minLength", readInteger},
		13: {"pattern", readString},
		14: {"maxItems", readInteger},
		15: {"minItems", readInteger},
		16: {"uniqueItems", readBool},
		21: {"additionalProperties", readAdditional},
		22: {"type", readType},
		23: {"items", readItems},
		25: {"properties", func(value wire) (starlark.Value, error) { return readNamed(value.bytes) }},
		27: {"readOnly", readBool},
	}
	lists = map[int]reading{
		19: {"required", readString},
		20: {"enum", readAny},
		24: {"allOf", func(value wire) (starlark.Value, error) { return readSchema(value.bytes) }},
	}
}

func readSchema(message []byte) (starlark.Value, error) {
	schema := starlark.NewDict(4)
	err := eachField(message, func(number int, value wire) error {
		const vendorExtension = 31
		if number == vendorExtension {
			return readExtension(schema, value.bytes)
		}
		if list, ok := lists[number]; ok {
			element, err := list.read(value)
			if err != nil {
				return err
			}
			if known, found, _ := schema.Get(starlark.String(list.key)); found {
				return known.(*starlark.List).Append(element)
			}
			return schema.SetKey(starlark.String(list.key), starlark.NewList([]starlark.Value{element}))
		}
		field, ok := fields[number]
		if !ok {
			return fmt.Errorf("unknown field %d of a schema", number)
		}
		read, err := field.read(value)
		if err != nil {
			return err
		}
		return schema.SetKey(starlark.String(field.key), read)
	})
	return schema, err
}

// readExtension adds one field whose name starts with `x-`.
func readExtension(schema *starlark.Dict, message []byte) error {
	var name string
	var content starlark.Value = starlark.None
	err := eachField(message, func(field int, value wire) (err error) {
		if field == 1 {
			name = string(value.bytes)
		} else {
			content, err = readAny(value)
		}
		return err
	})
	if err != nil {
		return err
	}
	return schema.SetKey(starlark.String(name), content)
}

// readAny reads a value that is kept as YAML.
func readAny(value wire) (read starlark.Value, err error) {
	read = starlark.None
	err = eachField(value.bytes, func(field int, part wire) error {
		const ofYAML = 2
		if field != ofYAML {
			return nil
		}
		var document yaml.Node
		if err := yaml.Unmarshal(part.bytes, &document); err != nil || len(document.Content) == 0 {
			return err
		}
		value, err := toValue(document.Content[0])
		read = value
		return err
	})
	return read, err
}

// readAdditional reads a schema, or whether anything is allowed.
func readAdditional(value wire) (read starlark.Value, err error) {
	read = starlark.None
	err = eachField(value.bytes, func(field int, part wire) (err error) {
		if field == 1 {
			read, err = readSchema(part.bytes)
		} else {
			read, err = readBool(part)
		}
		return err
	})
	return read, err
}

// readType reads the names of types: one as itself, more as a list.
func readType(value wire) (starlark.Value, error) { return oneOrList(value, readString) }

func readItems(value wire) (starlark.Value, error) {
	return oneOrList(value, func(part wire) (starlark.Value, error) { return readSchema(part.bytes) })
}

func oneOrList(value wire, read func(wire) (starlark.Value, error)) (starlark.Value, error) {
	var elements []starlark.Value
	err := eachField(value.bytes, func(_ int, part wire) error {
		element, err := read(part)
		elements = append(elements, element)
		return err
	})
	if len(elements) == 1 {
		return elements[0], err
	}
	return starlark.NewList(elements), err
}
