module example.invalid/ffiguard/examples/cgo

go 1.24
