module dev.ffiguard/tests/zpress

go 1.24

require example.invalid/ffiguard/examples/cgo v0.0.0

replace example.invalid/ffiguard/examples/cgo => ../../../examples/cgo
