module dev.ffiguard/tests/hosted

go 1.24
