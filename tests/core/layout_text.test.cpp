// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/exports.hpp>

#include <cstddef>
#include <map>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

namespace {

std::map<std::string, std::string> told() {
    std::map<std::string, std::string> lines;
    std::istringstream text(ffiguard_layout());
    for (std::string name, numbers; text >> name && std::getline(text, numbers);)
        lines[name] = numbers;
    return lines;
}
std::string numbers(std::size_t a) { return " " + std::to_string(a); }
std::string numbers(std::size_t a, std::size_t b) { return numbers(a) + numbers(b); }

}  // namespace

TEST_CASE("the layout of ffiguard.h is told as text, a line for each struct and each member") {
    auto lines = told();
    CHECK(lines.size() == 74);
    CHECK(lines["ffiguard_error"] == " 256");
    CHECK(lines["ffiguard_error.message"] == " 8 248");
    CHECK(lines["ffiguard_buffer"] == numbers(sizeof(ffiguard_buffer)));
    CHECK(lines["ffiguard_buffer.release"] ==
          numbers(offsetof(ffiguard_buffer, release), sizeof(void*)));
    CHECK(lines["ffiguard_view.size"] == numbers(offsetof(ffiguard_view, size), 8));
    CHECK(lines["ffiguard_versioned_cell.magic"] == " 8 4");
    CHECK(lines["ffiguard_thread_state"] == " 2048");
    CHECK(lines["ffiguard_held"] == " 128");
    CHECK(lines["ffiguard_type_totals"] == " 128");
    CHECK(lines["ffiguard_held_place"] == " 128");
    CHECK(lines["ffiguard_references"] == " 256");
    CHECK(lines["ffiguard_call_times"] == " 128");
    CHECK(lines["ffiguard_ledger_totals"] == " 48");
    CHECK(lines["ffiguard_call_times.function"] == " 48 80");
    CHECK(std::string(ffiguard_layout()).back() == '\n');
}

TEST_CASE("a shim without the ledger says that it has none") {
    const ffiguard_status none = FFIGUARD_OBSERVE != 0 ? FFIGUARD_OK : FFIGUARD_UNSUPPORTED;
    CHECK(ffiguard_observe_opened("thing", 1, 0, 0) == none);
    CHECK(ffiguard_observe_closed("thing", 1, 0) == none);
}
