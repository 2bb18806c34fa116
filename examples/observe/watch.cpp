// SPDX-License-Identifier: BSL-1.0
// Watches a live process of any language by an eBPF program of its own, without bpftrace or libbpf:
// counts what is opened, and prints each object that a garbage collector had to close, because
// nobody else did.
//
//     watch PID SECONDS
//
// The process has shims that are compiled with -DFFIGUARD_OBSERVE=1. Needs root (or CAP_BPF and
// CAP_PERFMON) and Linux 5.15. Exit status 77: the kernel does not allow it.
#include <linux/bpf.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <ffiguard/posix/bpf_link.hpp>
#include <ffiguard/posix/bpf_map.hpp>
#include <ffiguard/posix/bpf_program.hpp>
#include <ffiguard/posix/bpf_ring_buffer.hpp>
#include <ffiguard/posix/uprobe.hpp>

#include "probes.hpp"

namespace {

// What the eBPF program counts by, and what it sends: they must agree with what make_program()
// writes.
struct event_kind {
    std::uint64_t probe;  // the cookie of the link
    char type[64];        // with NULs to its end
};
struct record {
    event_kind kind;
    std::uint64_t token;
    std::uint64_t time;  // ns since the machine started
};
static_assert(sizeof(event_kind) == 72 && sizeof(record) == 88);

enum : std::uint64_t { opened, abandoned };

using counters = ffiguard::bpf_map<event_kind, std::uint64_t>;

[[noreturn]] void end_with(const ffiguard::error& why) {
    const ffiguard::status status = why.status();
    const bool not_allowed = status == ffiguard::status::system(EPERM) ||
                             status == ffiguard::status::system(ENOSYS) ||
                             status == ffiguard::status_code::not_found;
    std::fprintf(stderr, "watch: %s\n", why.message());
    std::exit(not_allowed ? 77 : 1);
}
template <class T>
T wanted(ffiguard::result<T, ffiguard::error>&& made) {
    if (!made) end_with(made.error());
    return std::move(*made);
}

bpf_insn instruction(int code, unsigned to, unsigned from, int offset, std::int32_t number) {
    bpf_insn made;
    std::memset(&made, 0, sizeof made);
    made.code = static_cast<std::uint8_t>(code);
    made.dst_reg = to & 15U;
    made.src_reg = from & 15U;
    made.off = static_cast<std::int16_t>(offset);
    made.imm = number;
    return made;
}

/// Counts the event by probe and type. Of what was abandoned it sends a record, too.
///
///     r6 = registers of the process
///     record = 0; record.kind.probe = cookie
///     read_user_text(record.kind.type, 64, registers[text])
///     r0 = look_up(counters, &record.kind); if r0 == 0 go to "new"; *r0 += 1; go to "send"
///     new: update(counters, &record.kind, &one, any)
///     send: if cookie != abandoned leave
///     record.token = registers[token]; record.time = now; send(ring, &record)
///
/// (The first event of a type is lost if two threads have it at the same time.)
ffiguard::unique_bpf_program make_program(const probe& at, int counted, int ring) {
    // Registers of the machine, and what is on its stack of 512 bytes.
    constexpr unsigned r0 = 0, r1 = 1, r2 = 2, r3 = 3, r4 = 4, r6 = 6, r7 = 7, stack = 10;
    constexpr int one = -8;
    constexpr int out = one - static_cast<int>(sizeof(record));  // its beginning is the key
    constexpr int type = out + static_cast<int>(offsetof(event_kind, type));
    constexpr int token = out + static_cast<int>(offsetof(record, token));
    constexpr int time = out + static_cast<int>(offsetof(record, time));

    constexpr int copy = BPF_ALU64 | BPF_MOV | BPF_X;
    constexpr int set = BPF_ALU64 | BPF_MOV | BPF_K;
    constexpr int add = BPF_ALU64 | BPF_ADD | BPF_K;
    constexpr int load = BPF_LDX | BPF_MEM | BPF_DW;
    constexpr int store = BPF_STX | BPF_MEM | BPF_DW;
    constexpr int store_number = BPF_ST | BPF_MEM | BPF_DW;
    constexpr int add_in_memory = BPF_STX | BPF_ATOMIC | BPF_DW;
    constexpr int map = BPF_LD | BPF_DW | BPF_IMM;
    constexpr int call = BPF_JMP | BPF_CALL;
    constexpr int go = BPF_JMP | BPF_JA;
    constexpr int if_equal = BPF_JMP | BPF_JEQ | BPF_K;
    constexpr int if_other = BPF_JMP | BPF_JNE | BPF_K;
    constexpr int leave = BPF_JMP | BPF_EXIT;

    std::vector<bpf_insn> code;
    const auto emit = [&](int what, unsigned to, unsigned from, int offset, std::int32_t number) {
        code.push_back(instruction(what, to, from, offset, number));
    };
    const auto emit_map = [&](unsigned to, int fd) {
        emit(map, to, BPF_PSEUDO_MAP_FD, 0, fd);
        emit(0, 0, 0, 0, 0);  // the other half of that
    };
    const auto emit_address = [&](unsigned to, int of) {
        emit(copy, to, stack, 0, 0);
        emit(add, to, 0, 0, of);
    };
    emit(copy, r6, r1, 0, 0);
    for (int at_byte = out; at_byte < 0; at_byte += 8) emit(store_number, stack, 0, at_byte, 0);
    emit(call, 0, 0, 0, BPF_FUNC_get_attach_cookie);
    emit(copy, r7, r0, 0, 0);
    emit(store, stack, r7, out, 0);
    emit_address(r1, type);
    emit(set, r2, 0, 0, sizeof(event_kind::type));
    emit(load, r3, r6, at.arguments[0], 0);
    emit(call, 0, 0, 0, BPF_FUNC_probe_read_user_str);
    emit_map(r1, counted);
    emit_address(r2, out);
    emit(call, 0, 0, 0, BPF_FUNC_map_lookup_elem);
    emit(if_equal, r0, 0, 3, 0);
    emit(set, r1, 0, 0, 1);
    emit(add_in_memory, r0, r1, 0, BPF_ADD);
    emit(go, 0, 0, 9, 0);
    emit(store_number, stack, 0, one, 1);
    emit_map(r1, counted);
    emit_address(r2, out);
    emit_address(r3, one);
    emit(set, r4, 0, 0, BPF_ANY);
    emit(call, 0, 0, 0, BPF_FUNC_map_update_elem);
    emit(if_other, r7, 0, 11, abandoned);
    emit(load, r1, r6, at.arguments[2], 0);
    emit(store, stack, r1, token, 0);
    emit(call, 0, 0, 0, BPF_FUNC_ktime_get_ns);
    emit(store, stack, r0, time, 0);
    emit_map(r1, ring);
    emit_address(r2, out);
    emit(set, r3, 0, 0, sizeof(record));
    emit(set, r4, 0, 0, 0);
    emit(call, 0, 0, 0, BPF_FUNC_ringbuf_output);
    emit(set, r0, 0, 0, 0);
    emit(leave, 0, 0, 0, 0);
    // The kernel lets only such a program read the memory of a process; BSL-1.0 goes with the GPL.
    return wanted(ffiguard::load_bpf_program(ffiguard::bpf_program_kind::kprobe, code.data(),
                                             code.size(), "GPL"));
}

/// The program and the libraries of a process, as seen from here.
std::set<std::string> files_of(const std::string& pid) {
    std::set<std::string> files;
    std::ifstream maps("/proc/" + pid + "/maps");
    for (std::string line; std::getline(maps, line);) {
        const std::size_t path = line.find('/');
        if (path != std::string::npos && line.find(" r-xp ") != std::string::npos)
            files.insert("/proc/" + pid + "/root" + line.substr(path));
    }
    return files;
}

}  // namespace

int main(int count, char** arguments) {
    using clock = std::chrono::steady_clock;
    if (count != 3) {
        std::fputs("watch PID SECONDS\n", stderr);
        return 2;
    }
    const std::string pid = arguments[1];
    const auto process = static_cast<::pid_t>(std::atoi(arguments[1]));

    auto counted = wanted(counters::create(ffiguard::bpf_map_kind::hash, 10000));
    auto ring = wanted(ffiguard::bpf_ring_buffer::create(256 * 1024));
    std::vector<ffiguard::unique_bpf_link> links;
    for (const std::string& file : files_of(pid)) {
        for (const probe& at : elf_file(file).probes()) {
            const bool is_open = at.name == "acquire";
            if (!is_open && at.name != "abandoned") continue;
            if (at.arguments.size() < 3 || at.arguments[0] < 0 || at.arguments[2] < 0) continue;
            const auto program = make_program(at, counted.fd(), ring.fd());
            ffiguard::uprobe_options where;
            where.offset = at.offset;
            where.semaphore = at.semaphore;
            where.pid = process;
            const auto event = wanted(ffiguard::open_uprobe(file, where));
            links.push_back(wanted(
                ffiguard::attach_bpf_program(program, event.get(), is_open ? opened : abandoned)));
        }
    }
    std::printf("watching %zu probes of process %s\n", links.size(), pid.c_str());
    std::fflush(stdout);

    const clock::time_point begin = clock::now();
    const auto end = begin + std::chrono::seconds(std::atoi(arguments[2]));
    while (clock::now() < end && ::kill(process, 0) == 0) {
        if (const auto there = ring.wait_for(std::chrono::milliseconds(100)); !there) return 1;
        ring.consume([&](const unsigned char* data, std::size_t size) {
            record one;
            if (size < sizeof one) return;
            std::memcpy(&one, data, sizeof one);
            std::printf("abandoned: %-24.63s 0x%llx\n", one.kind.type,
                        static_cast<unsigned long long>(one.token));
            std::fflush(stdout);
        });
    }
    for (auto key = counted.first_key(); key; key = counted.key_after(*key))
        std::printf("%8llu %s %.64s\n",
                    static_cast<unsigned long long>(counted.look_up(*key).value_or(0)),
                    key->probe == opened ? "opened:   " : "abandoned:", key->type);
    return 0;
}
