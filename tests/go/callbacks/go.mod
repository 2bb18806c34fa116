module dev.ffiguard/tests/callbacks

go 1.24
