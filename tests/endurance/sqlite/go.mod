module dev.ffiguard/tests/sqlite

go 1.24

require (
	example.invalid/ffiguard/examples/cgo v0.0.0
	github.com/mattn/go-sqlite3 v1.14.53
)

require (
	github.com/aclements/go-moremath v0.0.0-20210112150236-f10218a38794 // indirect
	golang.org/x/perf v0.0.0-20250305200902-02a15fd477ba // indirect
)

replace example.invalid/ffiguard/examples/cgo => ../../../examples/cgo

tool golang.org/x/perf/cmd/benchstat
