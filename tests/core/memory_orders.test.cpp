// SPDX-License-Identifier: BSL-1.0
// Each header that has a model of its memory orders (tests/models) still has the orders of the
// model. tests/models/orders/NAME.txt is what the header says, line by line.
#include <fstream>
#include <string>

#include <doctest/doctest.h>

namespace {

/// The lines that name an order or a fence, without their indentation.
std::string orders_of(std::istream& header) {
    std::string all;
    for (std::string line; std::getline(header, line);) {
        const bool says = line.find("memory_order_") != std::string::npos ||
                          line.find("thread_fence") != std::string::npos ||
                          line.find("barrier()") != std::string::npos;
        const auto begin = line.find_first_not_of(' ');
        if (says && line.compare(begin, 2, "//") != 0) all += line.substr(begin) + "\n";
    }
    return all;
}

}  // namespace

TEST_CASE("headers with a model have the memory orders of the model") {
    const std::string root = FFIGUARD_TEST_SOURCE_DIR;
    for (const std::string header :
         {"core/gate", "core/detail/user_seats", "core/detail/slot_store",
          "core/detail/slot_release", "core/detail/release_list", "thread/detail/event_ring"}) {
        const std::string name = header.substr(header.rfind('/') + 1);
        std::ifstream real(root + "/include/ffiguard/" + header + ".hpp");
        std::ifstream known(root + "/tests/models/orders/" + name + ".txt");
        if (!real || !known) {
            MESSAGE("skipped: the memory orders of " << header << ": the sources are not here");
            continue;
        }
        const std::string expected((std::istreambuf_iterator<char>(known)), {});
        const std::string is = orders_of(real);
        CHECK(!is.empty());
        CHECK_MESSAGE(is == expected,
                      header << ".hpp has other memory orders than its model. Change the model in "
                                "tests/models/src/bin, run tests/models/run.sh, then write these "
                                "lines to tests/models/orders/"
                             << name << ".txt:\n"
                             << is);
    }
}
