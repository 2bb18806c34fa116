// SPDX-License-Identifier: BSL-1.0
// The work of the endurance run: every room, again and again, on any thread of a host. -DWITH_JVM: in a JVM, threads
// attach, too.
#define FFIGUARD_OBSERVE 1
#include "rooms.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>

#ifdef WITH_JVM
#include <jni.h>

#include <ffiguard/jni/jni.hpp>
#endif
#include <ffiguard/ffiguard.hpp>

#define NEED(condition) \
    if (!(condition)) return __LINE__
#define PLUGIN std::getenv("ROOMS_PLUGIN")

namespace {

using namespace ffiguard;

struct stream {
    using life_cycle = ffiguard::life_cycle<closes_children>;
    explicit stream(int n) : number(n) {}
    void closing() noexcept { woken.fetch_add(1, std::memory_order_relaxed); }
    int number;
    std::atomic<int> woken{0};
};
struct reader {
    using life_cycle = ffiguard::life_cycle<child_of<stream>, one_user>;
    reader(stream& in, int n) : of(&in), number(n) {}
    stream* of;
    int number;
};
release_queue outbox;
struct parcel {
    using life_cycle = ffiguard::life_cycle<queued_release<&outbox>>;
    int number = 3;
};
struct window {
    release_place home;
    using life_cycle = ffiguard::life_cycle<released_at<&window::home>>;
    explicit window(release_place at) : home(std::move(at)) {}
};

// Never destroyed, as a shim's.
auto& streams = *new handle_table<stream>;
auto& readers = *new handle_table<reader>;
auto& parcels = *new handle_table<parcel>;
auto& windows = *new handle_table<window>;
std::mutex one_at_a_time;

int tables(std::uint64_t seed) {
    const auto s = streams.emplace(1);
    NEED(s);
    token r = 0;
    {
        const auto in = streams.pin(*s);
        NEED(in);
        const auto made = readers.emplace_child(in, 2);
        NEED(made);
        r = *made;
    }
    NEED(readers.pin(r)->number == 2);
    NEED(!streams.pin(r));
    if (seed % 2 == 0) NEED(readers.close(r).ok());
    NEED(streams.close(*s).ok());
    NEED(!readers.pin(r));
    NEED(!streams.close(*s).ok());
    const auto p = parcels.emplace();
    NEED(p && parcels.close(*p).ok());
    outbox.drain();
    return 0;
}
int sharing(std::uint64_t) {
    auto made = share(owned<&std::free>(std::malloc(16)));
    NEED(made);
    shared_handle copy = *made;
    int failed = 0;
    std::thread([mine = copy, &failed] {
        if (!mine.pin()) failed = 1;
    }).join();
    NEED(failed == 0);
    NEED(copy.close().ok());
    NEED(!made->pin());
    return 0;
}
int memory(std::uint64_t seed) {
    auto array = c_array<int>::allocate(1 + seed % 500);
    NEED(array && array->resize(1 + seed % 900).ok());
    auto text = c_string::duplicate("a text of the endurance run");
    NEED(text && text->size() == 27);
    auto buffer = foreign_buffer::from(std::string(1 + seed % 4000, 'x'));
    NEED(buffer);
    ffiguard_buffer raw;
    NEED(buffer->release_to(&raw).ok());
    auto back = foreign_buffer::adopt(raw);
    NEED(back && back->size() == 1 + seed % 4000);
    return 0;
}
int files(std::uint64_t) {
    auto ends = make_pipe();
    NEED(ends && (::write)(ends->writer.get(), "x", 1) == 1);
    char got = 0;
    NEED((::read)(ends->reader.get(), &got, 1) == 1 && got == 'x');
    auto shared = shared_memory::create_anonymous(4096);
    NEED(shared && shared->size() >= 4096);
    static_cast<char*>(static_cast<void*>(shared->data()))[0] = 'y';
    NEED(open_file("/dev/null", O_RDONLY));
    return 0;
}
std::atomic<int> signals_seen{0};
int signals(std::uint64_t) {
    const std::lock_guard<std::mutex> lock(one_at_a_time);
    const int number = SIGRTMIN + 5;
    auto action = signal_action::install(number, [](int) { signals_seen.fetch_add(1); });
    NEED(action);
    const int before = signals_seen.load();
    {
        auto mask = signal_mask::block(*signal_set::real_time(5));
        NEED(mask);
        ::pthread_kill(::pthread_self(), number);
        NEED(signals_seen.load() == before);
    }
    NEED(signals_seen.load() == before + 1);
    NEED(action->restore().ok());
    return 0;
}
int libraries(std::uint64_t) {
    auto opened = library::open(PLUGIN);
    NEED(opened);
    {
        const auto seven = opened->find<int()>("seven");
        NEED(seven && (*seven)() == 7);
    }
    NEED(opened->close().status().ok());
    return 0;
}
int threads(std::uint64_t) {
    auto worker = worker_thread::start([](const worker_stop& stop) { static_cast<void>(stop.wait_for(std::chrono::milliseconds(1))); });
    NEED(worker && worker->stop().ok());
    auto host = thread_host::start();
    NEED(host);
    const auto made = host->call([&] { return windows.emplace(host->place()); });
    NEED(made && windows.close(*made).ok());
    NEED(host->stop().ok());
    return 0;
}
int guards(std::uint64_t) {
    const auto before = thread_state::snapshot();
    {
        const auto name = thread_name::set("endurance");
        const auto rounding = float_environment::with_rounding(FE_UPWARD);
        const auto mask = signal_mask::block();
        NEED(name && rounding && mask);
    }
    const auto after = thread_state::snapshot();
    NEED(thread_state::difference(before, after, FFIGUARD_THREAD_ALL & ~FFIGUARD_THREAD_PENDING &
                                                     ~FFIGUARD_THREAD_DISPOSITIONS & ~FFIGUARD_THREAD_ERRNO)
             .ok());
    return 0;
}
int events(std::uint64_t) {
    auto queue = std::make_unique<event_queue<int, 64>>();
    for (int i = 0; i < 50; ++i) NEED(queue->push(i).ok());
    int got[64];
    const auto drained = queue->drain(got, 64);
    NEED(drained && drained->count == 50 && got[49] == 49);
    return 0;
}
/// What a child of a process with threads may do: its tables are its own.
int forks(std::uint64_t) {
    const auto s = streams.emplace(5);
    NEED(s);
    const pid_t child = ::fork();
    NEED(child >= 0);
    if (child == 0) {
        if (!streams.pin(*s) || !streams.close(*s).ok()) ::_exit(1);
        handle_table<int> own;
        const auto made = own.emplace(1);
        if (!made || !own.close(*made).ok()) ::_exit(2);
        ::_exit(0);
    }
    int status = -1;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    NEED(status == 0);
    NEED(streams.close(*s).ok());
    return 0;
}
#ifdef WITH_JVM
std::atomic<bool> has_vm{false}; // not in a Go program
int attaching(std::uint64_t) {
    if (!has_vm) return 0;
    int failed = 0;
    std::thread([&failed] {
        const jni::attach_scope here;
        if (!here) {
            failed = __LINE__;
            return;
        }
        JNIEnv* const env = jni::vm::env();
        const auto type = jni::adopt_local(env, env->FindClass("java/lang/Object"));
        const auto made = jni::adopt_local(env, env->AllocObject(type.get()));
        const auto global = jni::promote(env, made);
        const auto weak = jni::weak_ref<jobject>::make(env, made);
        const auto text = jni::new_string(env, "a text");
        if (!global || !weak || !text) failed = __LINE__;
    }).join();
    return failed;
}
#endif

using work = int (*)(std::uint64_t);
constexpr work all[] = {tables, tables, tables, sharing, memory, files, signals, libraries, threads, guards, events, forks,
#ifdef WITH_JVM
                        attaching, attaching, attaching,
#endif
};

}  // namespace

extern "C" __attribute__((visibility("default"))) std::int32_t rooms_work(std::uint64_t seed) {
    return all[seed % (sizeof all / sizeof *all)](seed / 16);
}

extern "C" __attribute__((visibility("default"))) const char* rooms_open() {
    static std::string text;
    text.clear();
    outbox.drain();
    const auto add = [](const char* name, std::uint64_t count) {
        if (count != 0) text += std::string(name) + " " + std::to_string(count) + ", ";
    };
    add("streams", streams.live());
    add("readers", readers.live());
    add("parcels", parcels.live());
    add("windows", windows.live());
    for_each_observed_type([&](const resource_totals& one) noexcept {
        add(std::string(one.type).c_str(), one.live);
        if (one.opened != one.released + one.disowned + one.live) text += std::string(one.type) + " is not balanced, ";
    });
    const ledger_totals totals = observed_totals();
    add("violations", totals.violations);
    add("dropped", totals.dropped);
    return text.c_str();
}

extern "C" __attribute__((visibility("default"))) void rooms_size(std::uint64_t* memory, std::uint64_t* descriptors,
                                                                  std::uint64_t* threads) {
    *memory = *descriptors = *threads = 0;
    if (std::FILE* const status = std::fopen("/proc/self/status", "r")) {
        char line[200];
        while (std::fgets(line, sizeof line, status) != nullptr) {
            unsigned long long number = 0;
            if (std::sscanf(line, "RssAnon: %llu", &number) == 1) *memory = number;
            if (std::sscanf(line, "Threads: %llu", &number) == 1) *threads = number;
        }
        std::fclose(status);
    }
    if (DIR* const open = ::opendir("/proc/self/fd")) {
        while (::readdir(open) != nullptr) ++*descriptors;
        ::closedir(open);
    }
}

#ifdef WITH_JVM
extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    has_vm = true;
    return jni::vm::capture(java_vm).ok() ? JNI_VERSION_1_8 : JNI_ERR;
}
extern "C" JNIEXPORT jint JNICALL Java_Rooms_work(JNIEnv*, jclass, jlong seed) {
    return rooms_work(static_cast<std::uint64_t>(seed));
}
extern "C" JNIEXPORT jstring JNICALL Java_Rooms_open(JNIEnv* env, jclass) { return env->NewStringUTF(rooms_open()); }
extern "C" JNIEXPORT jlong JNICALL Java_Rooms_size(JNIEnv*, jclass, jint what) {
    std::uint64_t sizes[3];
    rooms_size(&sizes[0], &sizes[1], &sizes[2]);
    return static_cast<jlong>(sizes[what]);
}
#endif
