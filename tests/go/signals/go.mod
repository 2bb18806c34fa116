module dev.ffiguard/tests/signals

go 1.24
