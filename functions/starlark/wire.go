package main

// Owns reading a protobuf message field by field: https://protobuf.dev/programming-guides/encoding/

import (
	"math"

	"go.starlark.net/starlark"
	"google.golang.org/protobuf/encoding/protowire"
)

// wire is the value of one field: bytes where it has a length, else a number.
type wire struct {
	bytes  []byte
	number uint64
}

// eachField visits the fields of a message.
func eachField(message []byte, visit func(field int, value wire) error) error {
	for len(message) > 0 {
		field, kind, length := protowire.ConsumeTag(message)
		if length < 0 {
			return protowire.ParseError(length)
		}
		message = message[length:]
		var value wire
		switch kind {
		case protowire.BytesType:
			value.bytes, length = protowire.ConsumeBytes(message)
		case protowire.VarintType:
			value.number, length = protowire.ConsumeVarint(message)
		case protowire.Fixed64Type:
			value.number, length = protowire.ConsumeFixed64(message)
		default:
			length = protowire.ConsumeFieldValue(field, kind, message)
		}
		if length < 0 {
			return protowire.ParseError(length)
		}
		message = message[length:]
		if err := visit(int(field), value); err != nil {
			return err
		}
	}
	return nil
}

func readString(value wire) (starlark.Value, error) { return starlark.String(value.bytes), nil }

func readBool(value wire) (starlark.Value, error) { return starlark.Bool(value.number != 0), nil }

func readInteger(value wire) (starlark.Value, error) {
	return starlark.MakeInt64(int64(value.number)), nil
}

func readNumber(value wire) (starlark.Value, error) {
	return starlark.Float(math.Float64frombits(value.number)), nil
}
