module example.invalid/counter

go 1.21
