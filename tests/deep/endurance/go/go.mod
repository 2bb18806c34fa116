module dev.ffiguard/endurance

go 1.24
