package main

import (
	"context"
	"os"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// languageHost answers the engine's calls: what a program needs, and how a run of it ended.
type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	// Addresses for a program's log lines and, where asked for, its traces.
	engine, tracing string
	lock            sync.Mutex
	running         map[*program]struct{}
}

func (*languageHost) Handshake(
	context.Context, *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (*languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	folder, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	return &pulumirpc.PluginInfo{Version: installed(folder, sdk).Version}, nil
}

func (*languageHost) About(context.Context, *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, version, err := nodeVersion()
	return &pulumirpc.AboutResponse{Executable: node, Version: version}, err
}

func (*languageHost) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	packages := requiredPackages(request.GetInfo().GetProgramDirectory(), pluginFolder())
	return &pulumirpc.GetRequiredPackagesResponse{Packages: packages}, nil
}

// Engines older than GetRequiredPackages resolve a plugin when its first resource is registered.
func (*languageHost) GetRequiredPlugins(
	context.Context, *pulumirpc.GetRequiredPluginsRequest,
) (*pulumirpc.GetRequiredPluginsResponse, error) {
	return &pulumirpc.GetRequiredPluginsResponse{}, nil
}

func (*languageHost) GetProgramDependencies(
	_ context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	dependencies := programDependencies(request.GetInfo().GetProgramDirectory())
	return &pulumirpc.GetProgramDependenciesResponse{Dependencies: dependencies}, nil
}

func (host *languageHost) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	started, err := start(ctx, request, host)
	if err != nil {
		return nil, err
	}
	host.lock.Lock()
	if host.running == nil {
		host.running = map[*program]struct{}{}
	}
	host.running[started] = struct{}{}
	host.lock.Unlock()
	response := started.wait()
	host.lock.Lock()
	delete(host.running, started)
	host.lock.Unlock()
	return response, nil
}

func (host *languageHost) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	host.stop()
	return &emptypb.Empty{}, nil
}

// stop tells the programs that run to end.
func (host *languageHost) stop() {
	host.lock.Lock()
	defer host.lock.Unlock()
	for one := range host.running {
		one.stop()
	}
}
