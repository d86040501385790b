package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"golang.org/x/sys/unix"
	"google.golang.org/grpc/metadata"
)

// The runner's exit code for "the user has been told".
const exitTold = 32

// How long a program that was told to end may take.
const grace = 5 * time.Second

// program is a run of a Pulumi program in a Node.js process of its own, through the runner that its own SDK ships.
type program struct {
	command *exec.Cmd
	ended   chan struct{}
}

// start begins the run that a call asks for. Its error says what is missing, with the cure.
func start(call context.Context, request *pulumirpc.RunRequest, host *languageHost) (*program, error) {
	info := request.GetInfo()
	folder := info.GetProgramDirectory()
	if folder == "" {
		folder = request.GetPwd()
	}
	runner := filepath.Join(installed(folder, sdk).Folder, "cmd", "run", "index.js")
	if !filepath.IsAbs(runner) {
		return nil, fmt.Errorf("%s: %q must be installed; run \"npm ci\" there", folder, sdk)
	}
	options := info.GetOptions().AsMap()
	nodeargs, _ := options["nodeargs"].(string)
	arguments := append(splitArguments(nodeargs), runner)
	command := exec.Command("node", append(arguments, runnerFlags(request, host)...)...)
	command.Dir = folder
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.Env = append(os.Environ(), programEnvironment(request, options)...)
	// The engine's own span, below which OpenTelemetry puts the program's.
	for _, span := range metadata.ValueFromIncomingContext(call, "traceparent") {
		command.Env = append(command.Env, "TRACEPARENT="+span)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("node: must be on PATH and start, but: %w", err)
	}
	return &program{command, make(chan struct{})}, nil
}

// wait returns how the run ended.
func (one *program) wait() *pulumirpc.RunResponse {
	err := one.command.Wait()
	close(one.ended)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}
	case !errors.As(err, &exit):
		return &pulumirpc.RunResponse{Error: err.Error()}
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return &pulumirpc.RunResponse{Error: "the program was ended by " + unix.SignalName(status.Signal())}
	}
	if exit.ExitCode() == exitTold {
		return &pulumirpc.RunResponse{Bail: true}
	}
	return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program exited with code %d", exit.ExitCode())}
}

// stop tells the program to end, and kills it where it does not.
func (one *program) stop() {
	_ = one.command.Process.Signal(syscall.SIGTERM)
	go func() {
		select {
		case <-one.ended:
		case <-time.After(grace):
			_ = one.command.Process.Kill()
		}
	}()
}

// runnerFlags are what the runner's --help documents, and then the program with its own arguments.
func runnerFlags(request *pulumirpc.RunRequest, host *languageHost) []string {
	info := request.GetInfo()
	var flags []string
	for _, flag := range [][2]string{
		{"monitor", request.GetMonitorAddress()},
		{"engine", host.engine},
		{"tracing", host.tracing},
		{"organization", request.GetOrganization()},
		{"project", request.GetProject()},
		{"root-directory", info.GetRootDirectory()},
		{"stack", request.GetStack()},
		{"pwd", request.GetPwd()},
		{"parallel", strconv.Itoa(int(request.GetParallel()))},
	} {
		if flag[1] != "" {
			flags = append(flags, "--"+flag[0], flag[1])
		}
	}
	if request.GetDryRun() {
		flags = append(flags, "--dry-run")
	}
	entry := info.GetEntryPoint()
	if entry == "" {
		entry = request.GetProgram()
	}
	if entry == "" {
		entry = "."
	}
	return append(append(flags, entry), request.GetArgs()...)
}

// programEnvironment is what the runner reads: the stack's configuration, and whether to compile TypeScript itself.
func programEnvironment(request *pulumirpc.RunRequest, options map[string]any) []string {
	compiles := options["typescript"] != false
	variables := []string{
		"PULUMI_CONFIG=" + toJSON(request.GetConfig(), "{}"),
		"PULUMI_CONFIG_SECRET_KEYS=" + toJSON(request.GetConfigSecretKeys(), "[]"),
		"PULUMI_NODEJS_TYPESCRIPT=" + strconv.FormatBool(compiles),
	}
	if path, ok := options["tsconfig"].(string); ok {
		variables = append(variables, "PULUMI_NODEJS_TSCONFIG_PATH="+path)
	}
	return variables
}

// toJSON writes strings, which cannot fail; `none` stands for what is not set at all.
func toJSON(value any, none string) string {
	text, _ := json.Marshal(value)
	if string(text) == "null" {
		return none
	}
	return string(text)
}

// splitArguments splits a line into words as a shell does without its expansions: quotes group, a backslash takes the next
// character as it is, in single quotes nothing does.
func splitArguments(line string) []string {
	var words []string
	var word strings.Builder
	inWord := false
	quote := rune(0)
	escaped := false
	for _, char := range line {
		switch {
		case escaped:
			if quote == '"' && char != '"' && char != '\\' {
				word.WriteRune('\\')
			}
			word.WriteRune(char)
			escaped = false
		case char == '\\' && quote != '\'':
			escaped, inWord = true, true
		case char == quote:
			quote = 0
		case quote == 0 && (char == '"' || char == '\''):
			quote, inWord = char, true
		case quote == 0 && (char == ' ' || char == '\t' || char == '\n'):
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
		default:
			word.WriteRune(char)
			inWord = true
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words
}

// nodeVersion is the Node.js that programs run with, and its version such as v22.1.0.
func nodeVersion() (string, string, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return "", "", err
	}
	version, err := exec.Command(node, "--version").Output()
	return node, strings.TrimSpace(string(version)), err
}
