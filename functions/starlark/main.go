// Command starlark runs the Starlark script of its functionConfig over a ResourceList: standard input in, standard output out.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	// The image has neither time zones nor certificates: the modules `time` and `http` bring theirs.
	_ "time/tzdata"

	_ "golang.org/x/crypto/x509roots/fallback"
)

// function is what function.yaml declares, as JSON; whoever compiles the image sets it.
var function = `{"name": "starlark", "version": "unknown", "description": "Runs a Starlark script.", "config": []}`

func main() {
	// A run is short: collecting garbage less often saves time, up to what 5,000 resources take.
	debug.SetGCPercent(300)
	debug.SetMemoryLimit(320 << 20)
	if len(os.Args) > 1 {
		os.Exit(answer(os.Args[1]))
	}
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		os.Exit(refuse(fmt.Errorf("standard input: must be readable, but: %w", err)))
	}
	list, err := readList(input)
	if err != nil {
		os.Exit(refuse(err))
	}
	if failure := transform(list); failure != nil {
		// The items are written as they came; a second reading is cheaper than keeping them while the script runs.
		if list, err = readList(input); err != nil {
			os.Exit(refuse(err))
		}
		list.failure = failure
	}
	output, err := list.write()
	if err != nil {
		os.Exit(refuse(err))
	}
	if _, err := os.Stdout.Write(output); err != nil {
		os.Exit(refuse(fmt.Errorf("standard output: must be writable, but: %w", err)))
	}
	if list.failure != nil {
		os.Stderr.WriteString(explain(list.failure))
		os.Exit(1)
	}
}

// transform runs the script of the list's functionConfig over its items.
func transform(list *resourceList) error {
	config, err := readConfig(list.functionConfig)
	if err != nil {
		return err
	}
	value, err := list.toStarlark()
	if err != nil {
		return err
	}
	if err := runScript(config, value); err != nil {
		return err
	}
	return list.takeItems(value)
}

// refuse tells of input that cannot be worked on at all.
func refuse(err error) int {
	fmt.Fprintf(os.Stderr, "starlark: %v\n", err)
	return 1
}

// answer prints what the function is for `--help`, and refuses any other argument.
func answer(argument string) int {
	if argument != "--help" && argument != "-h" {
		return refuse(fmt.Errorf("takes no argument %q, but a ResourceList on standard input; see --help", argument))
	}
	var declared struct {
		Name, Version, Description string
		Config                     []struct{ APIVersion, Kind, Description string }
	}
	if err := json.Unmarshal([]byte(function), &declared); err != nil {
		return refuse(err)
	}
	lines := []string{
		declared.Name + " " + declared.Version,
		declared.Description,
		"",
		"Reads a ResourceList (config.kubernetes.io/v1) on standard input and writes it, changed, to standard output.",
		"Messages go to standard error and to the list's `results`. The exit code is 1 when one of them is an error.",
		"",
		"functionConfig, one of:",
	}
	for _, kind := range declared.Config {
		lines = append(lines, fmt.Sprintf("  %s, Kind=%s  %s", kind.APIVersion, kind.Kind, kind.Description))
	}
	fmt.Println(strings.Join(lines, "\n"))
	return 0
}
