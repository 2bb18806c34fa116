// SPDX-License-Identifier: BSL-1.0
#include <chrono>
#include <cstdio>
#include <cstring>
#include <utility>

#include <ffiguard/posix/bpf_link.hpp>
#include <ffiguard/posix/bpf_map.hpp>
#include <ffiguard/posix/bpf_program.hpp>
#include <ffiguard/posix/bpf_ring_buffer.hpp>
#include <ffiguard/posix/child_process.hpp>
#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/shared_memory.hpp>
#include <ffiguard/posix/unique_fd.hpp>
#include <ffiguard/posix/unique_file.hpp>
#include <ffiguard/posix/uprobe.hpp>

#include "faults.hpp"

using faults::first_failure;
using faults::keeps_errno;
using ffiguard::status;

FFIGUARD_SCENARIO(posix, unique_fd) {
    auto file = ffiguard::open_file("/dev/zero", O_RDWR);
    FFIGUARD_TELL(file);
    auto ends = ffiguard::make_pipe();
    FFIGUARD_TELL(ends);
    auto copy = ffiguard::duplicate(ends->writer.get());
    FFIGUARD_TELL(copy);
    first_failure told;
    told << file->close() << ends->reader.close() << ends->writer.close() << copy->close();
    return told;
}

// What a destructor cannot tell, it keeps to itself; a close in one is not asked for its answer.
FFIGUARD_SCENARIO(posix, unique_fd_ends) {
    auto file = ffiguard::open_file("/dev/zero", O_RDWR);
    FFIGUARD_TELL(file);
    keeps_errno([&] { file->reset(); });
    return {};
}

FFIGUARD_SCENARIO(posix, unique_file) {
    auto file = ffiguard::open_stream("/dev/null", "w");
    FFIGUARD_TELL(file);
    auto fd = ffiguard::open_file("/dev/zero", O_RDWR);
    FFIGUARD_TELL(fd);
    auto other = ffiguard::open_stream(std::move(*fd), "re");
    FFIGUARD_TELL(other);
    ffiguard::unique_file standard(stdout);
    first_failure told;
    told << file->close() << other->close() << standard.close();
    return told;
}

FFIGUARD_SCENARIO(posix, mapped_region) {
    auto region = ffiguard::map_file("/proc/self/exe");
    FFIGUARD_TELL(region);
    auto part = ffiguard::map_file("/proc/self/exe", {4097, 10});
    FFIGUARD_TELL(part);
    first_failure told;
    told << region->close() << part->close();
    return told;
}

FFIGUARD_SCENARIO(posix, shared_memory_anonymous) {
    auto memory = ffiguard::shared_memory::create_anonymous(4096);
    FFIGUARD_TELL(memory);
    auto there = ffiguard::map_file_writable(memory->fd());
    FFIGUARD_TELL(there);
    there->data()[0] = 7;
    first_failure told;
    told << there->sync() << there->close();
    keeps_errno([&] { *memory = ffiguard::shared_memory(); });
    return told;
}

FFIGUARD_SCENARIO(posix, shared_memory_named) {
    char name[40];
    std::snprintf(name, sizeof name, "/ffiguard_faults_%ld", long{::getpid()});
    auto memory = ffiguard::shared_memory::create(name, 4096);
    FFIGUARD_TELL(memory);
    auto there = ffiguard::shared_memory::open(name);
    FFIGUARD_TELL(there);
    auto read = ffiguard::shared_memory::open_read_only(name);
    FFIGUARD_TELL(read);
    first_failure told;
    told << memory->unlink() << read->close();
    keeps_errno([&] { *there = ffiguard::shared_memory(); });
    keeps_errno([&] { *memory = ffiguard::shared_memory(); });
    return told;
}

FFIGUARD_SCENARIO(posix, child_process) {
    const char* const environment[] = {"A=b", nullptr};
    ffiguard::child_options options;
    options.environment = environment;
    auto child = ffiguard::child_process::start("/bin/true", {"true"}, options);
    FFIGUARD_TELL(child);
    const auto ended = child->wait();
    FFIGUARD_TELL(ended);
    return {};
}

FFIGUARD_SCENARIO(posix, child_process_terminated) {
    ffiguard::child_options options;
    options.search_path = true;
    options.standard_output = 2;
    auto child = ffiguard::child_process::start("sleep", {"sleep", "10"}, options);
    FFIGUARD_TELL(child);
    const status asked = child->terminate();
    if (!asked.ok()) return asked;
    const auto ended = child->wait_for(std::chrono::seconds(15));
    FFIGUARD_TELL(ended);
    return {};
}

FFIGUARD_SCENARIO(posix, child_process_ended_by_its_owner) {
    auto child = ffiguard::child_process::start("/bin/sleep", {"sleep", "10"});
    FFIGUARD_TELL(child);
    keeps_errno([&] { *child = ffiguard::child_process(); });
    return {};
}

#if defined(__x86_64__)
FFIGUARD_SCENARIO(posix, bpf) {
    auto calls =
        ffiguard::bpf_map<std::uint64_t, std::uint64_t>::create(ffiguard::bpf_map_kind::hash, 10);
    FFIGUARD_TELL(calls);
    const status changed = calls->update(1, 2);
    if (!changed.ok()) return changed;
    const auto found = calls->look_up(1);
    FFIGUARD_TELL(found);
    const auto key = calls->first_key();
    FFIGUARD_TELL(key);
    const status erased = calls->erase(1);
    if (!erased.ok()) return erased;
    auto same = ffiguard::bpf_map<std::uint64_t, std::uint64_t>::adopt(calls->release());
    FFIGUARD_TELL(same);
    auto ring = ffiguard::bpf_ring_buffer::create(4096);
    FFIGUARD_TELL(ring);
    const auto ready = ring->wait_for(std::chrono::milliseconds(1));
    FFIGUARD_TELL(ready);
    first_failure told;
    told << same->close() << ring->close();
    return told;
}
#endif
