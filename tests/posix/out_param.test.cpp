// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/out_param.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>

#include <doctest/doctest.h>

#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/unique_fd.hpp>
#include <ffiguard/posix/unique_file.hpp>

using ffiguard::out_param;

namespace {

int map_zeros(void** out, std::size_t* size, std::size_t howmany) {
    *out = ::mmap(nullptr, howmany, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *size = howmany;
    return *out == MAP_FAILED;
}
/// Whether the page is there: mincore() answers ENOMEM for one that is not.
bool is_mapped(void* page) {
    unsigned char resident = 0;
    return ::mincore(page, 1, &resident) == 0;
}

int open_null(int* out) {
    *out = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    return *out < 0;
}
int open_stream(std::FILE** out) {
    *out = std::fopen("/dev/null", "we");
    return *out == nullptr;
}

}  // namespace

TEST_CASE("a mapping that C writes as address and size is unmapped once") {
    void* at = nullptr;
    {
        ffiguard::writable_region region;
        {
            auto out = out_param(region);
            REQUIRE(map_zeros(out.data(), out.count(), 4096) == 0);
        }
        CHECK(region.size() == 4096);
        at = region.data();
        region.data()[4095] = 1;
        CHECK(is_mapped(at));
    }
    CHECK_FALSE(is_mapped(at));
    ffiguard::mapped_region none;
    auto out = out_param(none);
    CHECK(map_zeros(out.data(), out.count(), 0) == 1);  // MAP_FAILED
    CHECK(out.adopt(0).ok());
    CHECK_FALSE(none);
}

TEST_CASE("descriptors and streams that C writes through a pointer are owned") {
    ffiguard::unique_fd fd;
    CHECK(open_null(out_param(fd)) == 0);
    CHECK(fd.close().ok());
    ffiguard::unique_file file;
    CHECK(open_stream(out_param(file)) == 0);
    CHECK(file.close().ok());
}
