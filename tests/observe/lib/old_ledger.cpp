// SPDX-License-Identifier: BSL-1.0
// The ledger of a shared object that was built with the first version of these headers: its structs
// end where those ended. Written out here, because the headers are newer, under the names that they
// had then: UndefinedBehaviorSanitizer compares the names in the types of functions.
#include <cstdint>

extern "C" {
struct ffiguard_held_1 {
    const char* type;
    std::uint64_t type_size, value, parent, place, thread, age;
    std::uint32_t closing, reserved;
};
struct ffiguard_totals_1 {
    const char* type;
    std::uint64_t type_size, opened, released, disowned, refused, live;
};
struct ffiguard_ledger_1 {
    std::uint32_t version, size;
    void (*held)(void*, void (*)(void*, const ffiguard_held_1*));
    void (*totals)(void*, void (*)(void*, const ffiguard_totals_1*));
    std::uint64_t (*dropped)();
    std::uint64_t (*violations)();
    std::uint32_t (*set_level)(std::uint32_t);
};
}

namespace {

// What stands behind an old struct in memory must not be read as a part of it.
template <class Old>
struct with_garbage {
    Old told;
    std::uint64_t behind[8] = {~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL};
};

void held(void* context, void (*visit)(void*, const ffiguard_held_1*)) {
    const with_garbage<ffiguard_held_1> one{{"antique", 7, 1234, 0, 5, 1, 10, 0, 0}};
    visit(context, &one.told);
}
void totals(void* context, void (*visit)(void*, const ffiguard_totals_1*)) {
    const with_garbage<ffiguard_totals_1> one{{"antique", 7, 3, 2, 0, 0, 1}};
    visit(context, &one.told);
}
std::uint64_t none() { return 0; }
std::uint32_t set_level(std::uint32_t) { return 1; }

}  // namespace

extern "C" {
__attribute__((visibility("hidden"))) extern const with_garbage<ffiguard_ledger_1> old_ledger_;
const with_garbage<ffiguard_ledger_1> old_ledger_ = {
    {1, sizeof(ffiguard_ledger_1), &held, &totals, &none, &none, &set_level}};
}
__asm__(
    ".pushsection .note.ffiguard,\"a\",%note\n"
    ".balign 4\n"
    ".4byte 9, 4, 0x31646c67\n"
    ".asciz \"ffiguard\"\n"
    ".balign 4\n"
    ".4byte old_ledger_ - .\n"
    ".popsection\n");
