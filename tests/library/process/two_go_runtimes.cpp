// SPDX-License-Identifier: BSL-1.0
// two_go_runtimes FILE FILE: a library_host loads two Go libraries. Go does not support that, so
// the host says it: of each, in every report.
#include <ffiguard/library/library_host.hpp>

#include <chrono>
#include <cstdio>

using ffiguard::library_host;
using ffiguard::library_record;
using ffiguard::preload_policy;

int main(int argc, char** argv) {
    if (argc != 3) return 1;
    if (ffiguard::go_runtimes() != 0) return 2;
    library_host host(ffiguard::keep_always());

    const auto first = host.preload({argv[1]}, preload_policy::all_or_nothing);
    if (!first.ok() || !first.items[0].warning.empty() || ffiguard::go_runtimes() != 1) return 3;
    int bad = 0;
    host.for_each([&](const library_record& record) {
        bad += record.go_runtimes != 1 || record.why() != "kept";
    });
    if (bad != 0) return 4;

    const auto both = host.preload({argv[1], argv[2], "libz.so.1"}, preload_policy::best_effort);
    if (ffiguard::go_runtimes() != 2) return 5;
    for (int i : {0, 1})
        if (!both.items[static_cast<std::size_t>(i)].status.ok() ||
            both.items[static_cast<std::size_t>(i)].warning != "one of 2 Go runtimes")
            return 6;
    if (!both.items[2].warning.empty()) return 7;

    {
        const auto one = host.acquire(argv[1]);
        const auto other = host.acquire(argv[2]);
        if (!one || !other) return 8;
        const auto use = one->find<int()>("use");
        const auto sum = other->find<int(int)>("sum");
        if (!use || !sum || (*use)() != 1 || (*sum)(100) != 4950) return 9;
        host.for_each([&](const library_record& record) {
            bad += record.go_runtimes != 0 && record.why() != "1 lease, one of 2 Go runtimes";
        });
        if (bad != 0) return 10;
    }
    const auto report = host.shutdown(std::chrono::seconds(0));
    for (const library_record& record : report.stayed) {
        std::printf("%s: %s\n", record.path.c_str(), record.why().c_str());
        if (record.go_runtimes != 0 && record.why() != "Go runtime, one of 2 Go runtimes") bad = 11;
    }
    return report.stayed.size() < 2 ? 12 : bad;
}
