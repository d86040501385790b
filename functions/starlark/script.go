package main

// Owns running a script: what the language allows, what the script gets, and how its failure is told.

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// deepest bounds recursion, which would otherwise end the process when its stack is used up.
const deepest = 10_000

// mostSteps bounds loops: a script that has run for ten seconds on a fast machine does not end by itself.
const mostSteps = 1_000_000_000

// steps between two looks at the depth of the calls and at all steps.
const steps = 1_000

// options are the parts of the language that Starlark leaves to whoever runs it; the README of the public function names them.
var options = &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true}

// runScript runs the script over `list`, which it may change. What it prints goes to standard error.
func runScript(script config, list *starlark.Dict) error {
	thread := &starlark.Thread{
		Name:  script.name,
		Load:  load,
		Print: func(_ *starlark.Thread, text string) { fmt.Fprintln(os.Stderr, text) },
	}
	thread.SetMaxExecutionSteps(steps)
	thread.OnMaxSteps = func(thread *starlark.Thread) {
		if thread.CallStackDepth() > deepest {
			thread.Cancel(fmt.Sprintf("calls must not be more than %d deep", deepest))
		}
		if thread.ExecutionSteps() > mostSteps {
			thread.Cancel(fmt.Sprintf("a script must end within %d steps", mostSteps))
		}
		thread.SetMaxExecutionSteps(thread.ExecutionSteps() + steps)
	}
	predeclared := starlark.StringDict{"ctx": &context{list: list}}
	_, err := starlark.ExecFileOptions(options, thread, script.name, script.source, predeclared)
	return err
}

// context is the script's `ctx`.
type context struct{ list *starlark.Dict }

var _ starlark.HasAttrs = (*context)(nil)

func (c *context) String() string        { return "struct(environment, open_api, resource_list)" }
func (c *context) Type() string          { return "struct" }
func (c *context) Freeze()               { c.list.Freeze() }
func (c *context) Truth() starlark.Bool  { return true }
func (c *context) Hash() (uint32, error) { return 0, errors.New("unhashable: struct") }
func (c *context) AttrNames() []string   { return []string{"environment", "open_api", "resource_list"} }

func (c *context) Attr(name string) (starlark.Value, error) {
	switch name {
	case "resource_list":
		return c.list, nil
	case "environment":
		return environment()
	case "open_api":
		return openAPI()
	}
	return nil, nil
}

func environment() (starlark.Value, error) {
	variables := starlark.NewDict(0)
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if err := variables.SetKey(starlark.String(name), starlark.String(value)); err != nil {
			return nil, err
		}
	}
	return variables, nil
}

// explain tells a failure on standard error: every problem of the script's text, or where it was when it failed.
func explain(failure error) string {
	lines := []string{"[error]: " + failure.Error()}
	var unresolved resolve.ErrorList
	var failed *starlark.EvalError
	switch {
	case errors.As(failure, &unresolved):
		lines = nil
		for _, problem := range unresolved {
			lines = append(lines, "[error]: "+problem.Error())
		}
	case errors.As(failure, &failed):
		lines = append(lines, callers(failed.CallStack)...)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

// callers are the lines of a traceback, with the middle of a long one left out.
func callers(stack starlark.CallStack) []string {
	lines := strings.Split(strings.TrimSpace(stack.String()), "\n")
	const shown = 10
	if left := len(lines) - 2*shown; left > 1 {
		lines = slices.Concat(lines[:shown], []string{fmt.Sprintf("  ... and %d more ...", left)}, lines[len(lines)-shown:])
	}
	return lines
}
