// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/byte_buffer.hpp>

#include <atomic>
#include <cstddef>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

using ffiguard::jni::lent_byte_buffers;
using ffiguard::jni::new_byte_buffer;
using ffiguard::jni::reap_byte_buffers;

// As much of a VM as this needs, so that the threads meet where it matters and not in the VM. A
// weak reference is the address of a flag: whether its object has gone. None: it has.
namespace {

std::atomic<bool> gone{false};
std::atomic<int> released{0};
std::atomic<int> weak_references{0};

JNINativeInterface_ few_functions() {
    ffiguard::jni::detail::reaper_.forget();  // a cleaner of the tests of a real VM
    JNINativeInterface_ table{};
    table.ExceptionCheck = [](JNIEnv*) -> jboolean { return JNI_FALSE; };
    table.NewDirectByteBuffer = [](JNIEnv*, void*, jlong) {
        return reinterpret_cast<jobject>(&released);
    };
    table.NewWeakGlobalRef = [](JNIEnv*, jobject) {
        ++weak_references;
        return reinterpret_cast<jweak>(&gone);
    };
    table.DeleteWeakGlobalRef = [](JNIEnv*, jweak) { --weak_references; };
    table.DeleteLocalRef = [](JNIEnv*, jobject) {};
    table.IsSameObject = [](JNIEnv*, jobject weak, jobject) -> jboolean {
        return weak == nullptr || reinterpret_cast<std::atomic<bool>*>(weak)->load() ? JNI_TRUE
                                                                                     : JNI_FALSE;
    };
    return table;
}

/// Memory that tells when it is released.
class telling_memory {
public:
    telling_memory() noexcept = default;
    telling_memory(telling_memory&& other) noexcept : owns_(std::exchange(other.owns_, false)) {}
    telling_memory& operator=(telling_memory&& other) noexcept {
        std::swap(owns_, other.owns_);
        return *this;
    }
    ~telling_memory() {
        if (owns_) ++released;
    }
    char* data() noexcept { return &byte_; }
    static std::size_t size() noexcept { return 1; }

private:
    char byte_ = 0;
    bool owns_ = true;
};

struct closed_memory {
    inline static int closed = 0;
    char* data() noexcept { return &byte; }
    static std::size_t size() noexcept { return 1; }
    ffiguard::status close() noexcept {
        ++closed;
        return {};
    }
    char byte = 0;
};

struct silent_memory {
    char* data() noexcept { return nullptr; }
    static std::size_t size() noexcept { return 0; }
};

}  // namespace

TEST_CASE(
    "a buffer that was dead before a reap is released, whatever other threads make beside it") {
    const JNINativeInterface_ table = few_functions();
    JNIEnv env{};
    env.functions = &table;
    std::atomic<bool> stop{false};
    std::thread makers[2];
    for (std::thread& one : makers)
        one = std::thread([&] {
            // The last step of new_byte_buffer(), which is what other threads may be in.
            while (!stop) {
                if (lent_byte_buffers() > 1000)
                    std::this_thread::yield();
                else
                    ffiguard::jni::detail::lend(
                        *new ffiguard::jni::detail::lent_memory_of<silent_memory>(silent_memory()));
            }
        });
    int missed = 0;
    for (int round = 0; round < 20000; ++round) {
        released = 0;
        gone = false;
        REQUIRE(new_byte_buffer(&env, telling_memory()));
        gone = true;  // a garbage collection has found it
        static_cast<void>(reap_byte_buffers(&env));
        if (released == 0) ++missed;
    }
    stop = true;
    for (std::thread& one : makers) one.join();
    CHECK(missed == 0);
    static_cast<void>(reap_byte_buffers(&env));
    CHECK(lent_byte_buffers() == 0);
}

TEST_CASE("what is alive is looked at in turn, four at a time") {
    const JNINativeInterface_ table = few_functions();
    JNIEnv env{};
    env.functions = &table;
    released = weak_references = 0;
    gone = false;
    for (int i = 0; i < 10; ++i) REQUIRE(new_byte_buffer(&env, telling_memory()));
    static std::atomic<std::size_t> looks{0};
    JNINativeInterface_ counting = table;
    counting.IsSameObject = [](JNIEnv*, jobject, jobject) -> jboolean {
        ++looks;
        return gone ? JNI_TRUE : JNI_FALSE;
    };
    env.functions = &counting;
    looks = 0;
    REQUIRE(new_byte_buffer(&env, telling_memory()));
    CHECK(looks == 4);
    CHECK(released == 0);
    gone = true;
    REQUIRE(new_byte_buffer(&env, telling_memory()));
    CHECK(released == 11);
    CHECK(reap_byte_buffers(&env) == 1);
    CHECK(lent_byte_buffers() == 0);
    CHECK(weak_references == 0);
}

TEST_CASE("memory with a close() of its own is closed when its buffer has gone") {
    const JNINativeInterface_ table = few_functions();
    JNIEnv env{};
    env.functions = &table;
    gone = false;
    REQUIRE(new_byte_buffer(&env, closed_memory()));
    gone = true;
    CHECK(reap_byte_buffers(&env) == 1);
    CHECK(closed_memory::closed == 1);
}
