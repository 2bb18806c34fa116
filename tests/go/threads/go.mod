module dev.ffiguard/tests/threads

go 1.24
