module dev.ffiguard/exit_order

go 1.24
