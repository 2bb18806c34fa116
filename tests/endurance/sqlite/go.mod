module dev.ffiguard/tests/sqlite

go 1.24

require (
	example.invalid/ffiguard/examples/cgo v0.0.0
	github.com/mattn/go-sqlite3 v1.14.53
)

replace example.invalid/ffiguard/examples/cgo => ../../../examples/cgo
