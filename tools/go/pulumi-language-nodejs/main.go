// A stand-in for Pulumi's Node.js language host: serves LanguageRuntime on a loopback port, prints that port, and ends with the
// engine that started it. It is for machines that cannot have the vendor's pulumi-language-nodejs, and answers what preview,
// up, refresh, destroy and import ask. Two of them start in every run, which is why it is no Node.js program itself.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// How often it looks whether the engine still lives.
const parentCheck = 2 * time.Second

// Configuration and outputs of a stack can be large: the engine's own limit, in bytes.
const maxMessage = 400 << 20

func main() {
	// All that an engine may say with --tracing and --logflow: an unknown flag would end the run.
	tracing := flag.String("tracing", "", "address to which a program sends its traces")
	flag.Bool("logtostderr", false, "taken for the engine's sake: there is no log")
	flag.Int("v", 0, "taken for the engine's sake: there is no log")
	flag.Parse()
	// The engine's address is its last argument, to which a program's log lines go.
	host := &languageHost{engine: flag.Arg(flag.NArg() - 1), tracing: *tracing}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fail(err)
	}
	server := grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxMessage))
	pulumirpc.RegisterLanguageRuntimeServer(server, host)
	go func() {
		waitForEnd()
		host.stop()
		os.Exit(1)
	}()
	// The engine reads the first line; all that follows is the program's own output.
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	if err := server.Serve(listener); err != nil {
		fail(err)
	}
}

// waitForEnd returns when the process is told to end, or when the engine that started it is gone.
func waitForEnd() {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	parent := os.Getppid()
	ticker := time.NewTicker(parentCheck)
	for os.Getppid() == parent {
		select {
		case <-told:
			return
		case <-ticker.C:
		}
	}
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "pulumi-language-nodejs: cannot serve on loopback: %v\n", err)
	os.Exit(1)
}
