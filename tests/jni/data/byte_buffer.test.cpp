// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/byte_buffer.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/jni/call/native.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>

#include "../../counted_violations.hpp"
#include "../failing_env.hpp"
#include "../test_vm.hpp"

using ffiguard::foreign_buffer;
using ffiguard::result;
using ffiguard::status_code;
using ffiguard::jni::adopt_local;
using ffiguard::jni::attach_scope;
using ffiguard::jni::direct_span;
using ffiguard::jni::lent_byte_buffers;
using ffiguard::jni::local_ref;
using ffiguard::jni::new_byte_buffer;
using ffiguard::jni::reap_byte_buffers;
using ffiguard::jni::start_buffer_cleaner;

namespace {

std::atomic<int> released{0};
JNIEnv* reentrant_env = nullptr;

/// An owner whose objects are counted.
struct counted_owner {
    counted_owner() noexcept { ++alive; }
    counted_owner(counted_owner&&) noexcept { ++alive; }
    counted_owner& operator=(counted_owner&&) noexcept { return *this; }
    ~counted_owner() { --alive; }
    unsigned char* data() noexcept { return &byte; }
    static std::size_t size() noexcept { return 1; }

    inline static int alive = 0;
    unsigned char byte = 0;
};

/// Memory of malloc whose releases are counted.
foreign_buffer counted_memory(std::size_t size) {
    void* const data = std::malloc(size);
    for (std::size_t i = 0; i < size; ++i)
        static_cast<unsigned char*>(data)[i] = static_cast<unsigned char>(i);
    auto made = foreign_buffer::adopt(
        data, size,
        [](ffiguard_buffer* buffer) {
            std::free(buffer->data);
            buffer->release = nullptr;
            ++released;
        },
        nullptr);
    return *std::move(made);
}

void collect_garbage(JNIEnv* env) {
    const auto system = adopt_local(env, env->FindClass("java/lang/System"));
    env->CallStaticVoidMethod(system.get(), env->GetStaticMethodID(system.get(), "gc", "()V"));
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
}

/// Collects and reaps until count buffers more are released, for at most five seconds.
bool are_released(JNIEnv* env, std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    std::size_t seen = 0;
    while (seen < count && std::chrono::steady_clock::now() < end) {
        collect_garbage(env);
        seen += reap_byte_buffers(env);
    }
    return seen == count;
}

local_ref<jobject> view(JNIEnv* env, jobject buffer, const char* method,
                        const char* signature = "()Ljava/nio/ByteBuffer;") {
    return call(env, buffer, method, signature);
}

jbyte get_at(JNIEnv* env, jobject buffer, jint index) {
    const auto type = adopt_local(env, env->GetObjectClass(buffer));
    const jbyte value =
        env->CallByteMethod(buffer, env->GetMethodID(type.get(), "get", "(I)B"), index);
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
    return value;
}

void put_at(JNIEnv* env, jobject buffer, jint index, jbyte value) {
    const auto type = adopt_local(env, env->GetObjectClass(buffer));
    const jmethodID put = env->GetMethodID(type.get(), "put", "(IB)Ljava/nio/ByteBuffer;");
    const auto same_buffer =
        adopt_local(env, env->CallObjectMethod(buffer, put, index, jint{value}));
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
}

/// A function table of the VM in which a test replaces what is to fail.
class replaced_functions {
public:
    explicit replaced_functions(JNIEnv* env) : env_(env), real_(env->functions), table(*real_) {
        env->functions = &table;
    }
    replaced_functions(const replaced_functions&) = delete;
    replaced_functions& operator=(const replaced_functions&) = delete;
    ~replaced_functions() { env_->functions = real_; }

    const JNINativeInterface_* real_functions() const { return real_; }

private:
    JNIEnv* env_;
    const JNINativeInterface_* real_;

public:
    JNINativeInterface_ table;
};

const JNINativeInterface_* real = nullptr;
int locals = 0;
int weaks = 0;

/// Counts the references that this room makes and deletes; natives of the JDK come by here, too,
/// with what they make for themselves.
class counted_references : public replaced_functions {
public:
    explicit counted_references(JNIEnv* env) : replaced_functions(env) {
        real = real_functions();
        locals = 0;
        weaks = 0;
        table.DeleteLocalRef = [](JNIEnv* e, jobject ref) {
            --locals;
            real->DeleteLocalRef(e, ref);
        };
        table.NewLocalRef = [](JNIEnv* e, jobject ref) {
            return counted(locals, real->NewLocalRef(e, ref));
        };
        table.NewString = [](JNIEnv* e, const jchar* units, jsize size) {
            return counted(locals, real->NewString(e, units, size));
        };
        table.ExceptionOccurred = [](JNIEnv* e) {
            return counted(locals, real->ExceptionOccurred(e));
        };
        table.NewDirectByteBuffer = [](JNIEnv* e, void* memory, jlong size) {
            return counted(locals, real->NewDirectByteBuffer(e, memory, size));
        };
        table.GetObjectClass = [](JNIEnv* e, jobject object) {
            return counted(locals, real->GetObjectClass(e, object));
        };
        table.GetStaticObjectField = [](JNIEnv* e, jclass type, jfieldID id) {
            return counted(locals, real->GetStaticObjectField(e, type, id));
        };
        table.AllocObject = [](JNIEnv* e, jclass type) {
            return counted(locals, real->AllocObject(e, type));
        };
        table.FindClass = [](JNIEnv* e, const char* name) {
            const int before = locals;
            const jclass found = real->FindClass(e, name);
            locals = before;
            return counted(locals, found);
        };
        table.DefineClass = [](JNIEnv* e, const char* name, jobject loader, const jbyte* file,
                               jsize size) {
            const int before = locals;
            const jclass made = real->DefineClass(e, name, loader, file, size);
            locals = before;
            return counted(locals, made);
        };
        table.CallObjectMethodV = [](JNIEnv* e, jobject object, jmethodID id, va_list arguments) {
            const int before = locals;
            const jobject answer = real->CallObjectMethodV(e, object, id, arguments);
            locals = before;
            return counted(locals, answer);
        };
        table.CallStaticObjectMethodV = [](JNIEnv* e, jclass type, jmethodID id,
                                           va_list arguments) {
            const int before = locals;
            const jobject answer = real->CallStaticObjectMethodV(e, type, id, arguments);
            locals = before;
            return counted(locals, answer);
        };
        table.NewWeakGlobalRef = [](JNIEnv* e, jobject ref) {
            return counted(weaks, real->NewWeakGlobalRef(e, ref));
        };
        table.DeleteWeakGlobalRef = [](JNIEnv* e, jweak ref) {
            --weaks;
            real->DeleteWeakGlobalRef(e, ref);
        };
    }

private:
    template <class T>
    static T counted(int& count, T ref) {
        if (ref != nullptr) ++count;
        return ref;
    }
};

}  // namespace

TEST_CASE("Java reads and writes the memory itself, and it is released once, when nobody can") {
    JNIEnv* const env = test_env();
    REQUIRE(lent_byte_buffers() == 0);
    released = 0;
    foreign_buffer memory = counted_memory(100);
    unsigned char* const bytes = memory.data();
    auto buffer = new_byte_buffer(env, std::move(memory));
    REQUIRE(buffer);
    CHECK_FALSE(memory);
    CHECK(lent_byte_buffers() == 1);
    CHECK(get_at(env, buffer->get(), 42) == 42);
    put_at(env, buffer->get(), 7, 77);
    CHECK(bytes[7] == 77);

    collect_garbage(env);
    CHECK(reap_byte_buffers(env) == 0);
    CHECK(released == 0);
    buffer->reset();
    CHECK(are_released(env, 1));
    CHECK(released == 1);
    CHECK(lent_byte_buffers() == 0);
    collect_garbage(env);
    CHECK(reap_byte_buffers(env) == 0);
    CHECK(released == 1);
}

TEST_CASE("every view of a buffer keeps the memory, and a view of a view") {
    JNIEnv* const env = test_env();
    const auto outlives = [&](auto&& make_view) {
        released = 0;
        local_ref<jobject> last;
        {
            const auto buffer = new_byte_buffer(env, counted_memory(100));
            REQUIRE(buffer);
            last = make_view(buffer->get());
        }
        collect_garbage(env);
        CHECK(reap_byte_buffers(env) == 0);
        CHECK(released == 0);
        last.reset();
        CHECK(are_released(env, 1));
        CHECK(released == 1);
    };
    outlives([&](jobject b) { return view(env, b, "slice"); });
    outlives([&](jobject b) { return view(env, b, "duplicate"); });
    outlives([&](jobject b) { return view(env, b, "asReadOnlyBuffer"); });
    outlives([&](jobject b) { return view(env, b, "asLongBuffer", "()Ljava/nio/LongBuffer;"); });
    outlives([&](jobject b) {
        return view(env, view(env, view(env, b, "slice").get(), "asReadOnlyBuffer").get(), "slice");
    });
}

TEST_CASE("any owner of bytes that can be moved will do, also one with the bytes in itself") {
    JNIEnv* const env = test_env();
    REQUIRE(lent_byte_buffers() == 0);
    {
        const auto a = new_byte_buffer(env, std::vector<std::uint8_t>{1, 2, 3});
        const auto b = new_byte_buffer(env, std::array<signed char, 3>{{4, 5, 6}});
        REQUIRE(a);
        REQUIRE(b);
        CHECK(get_at(env, a->get(), 2) == 3);
        CHECK(get_at(env, b->get(), 2) == 6);
    }
    CHECK(are_released(env, 2));
}

TEST_CASE("memory of no bytes is a buffer without any, and is released, too") {
    JNIEnv* const env = test_env();
    released = 0;
    {
        const auto empty = new_byte_buffer(env, counted_memory(0));
        const auto nothing = new_byte_buffer(env, foreign_buffer());
        REQUIRE(empty);
        REQUIRE(nothing);
        CHECK(env->GetDirectBufferCapacity(empty->get()) == 0);
        CHECK(env->GetDirectBufferCapacity(nothing->get()) == 0);
        CHECK(direct_span(env, *empty)->empty());
    }
    CHECK(are_released(env, 2));
    CHECK(released == 1);
}

TEST_CASE("const memory is a read-only buffer, and every view of it keeps the memory") {
    JNIEnv* const env = test_env();
    struct const_memory {
        foreign_buffer bytes;
        const unsigned char* data() const noexcept { return bytes.data(); }
        std::size_t size() const noexcept { return bytes.size(); }
    };
    released = 0;
    local_ref<jobject> kept;
    {
        const auto buffer = new_byte_buffer(env, const_memory{counted_memory(10)});
        REQUIRE(buffer);
        const auto type = adopt_local(env, env->GetObjectClass(buffer->get()));
        const jmethodID ask = env->GetMethodID(type.get(), "isReadOnly", "()Z");
        CHECK(env->CallBooleanMethod(buffer->get(), ask) == JNI_TRUE);
        CHECK(env->ExceptionCheck() == JNI_FALSE);
        CHECK(get_at(env, buffer->get(), 3) == 3);
        const jmethodID put = env->GetMethodID(type.get(), "put", "(IB)Ljava/nio/ByteBuffer;");
        adopt_local(env, env->CallObjectMethod(buffer->get(), put, jint{0}, jint{7})).reset();
        CHECK(take_exception(env).type == "java.nio.ReadOnlyBufferException");
        kept = view(env, buffer->get(), "slice");
        CHECK(lent_byte_buffers() == 1);
    }
    collect_garbage(env);
    CHECK(reap_byte_buffers(env) == 0);
    CHECK(get_at(env, kept.get(), 3) == 3);
    kept.reset();
    CHECK(are_released(env, 1));
    CHECK(released == 1);

    const_memory memory{counted_memory(10)};
    {
        counted_references functions(env);
        functions.table.CallObjectMethodV = [](JNIEnv* e, jobject, jmethodID, va_list) -> jobject {
            raise(e, "java/lang/OutOfMemoryError", "no view");
            return nullptr;
        };
        CHECK(new_byte_buffer(env, std::move(memory)).status() == status_code::java_exception);
        CHECK(locals == 0);
        CHECK(weaks == 0);
    }
    CHECK(take_exception(env).message == u"no view");
    CHECK(memory.size() == 10);  // still the caller's
    CHECK(released == 1);
    CHECK(lent_byte_buffers() == 0);
}

TEST_CASE("more than a Java buffer can hold is refused, and the memory stays the caller's") {
    JNIEnv* const env = test_env();
    released = 0;
    unsigned char byte = 0;
    {
        auto huge = foreign_buffer::adopt(
            &byte, std::uint64_t{1} << 32,
            [](ffiguard_buffer* buffer) {
                buffer->release = nullptr;
                ++released;
            },
            nullptr);
        REQUIRE(huge);
        CHECK(new_byte_buffer(env, *std::move(huge)).status() == status_code::overflow);
        CHECK(huge->size() == std::uint64_t{1} << 32);
        CHECK(released == 0);
    }
    CHECK(released == 1);
}

TEST_CASE("if the VM throws, its exception stays and the memory is still the caller's") {
    JNIEnv* const env = test_env();
    released = 0;
    {
        foreign_buffer memory = counted_memory(10);
        unsigned char* const bytes = memory.data();
        {
            replaced_functions functions(env);
            functions.table.NewDirectByteBuffer = [](JNIEnv* e, void*, jlong) -> jobject {
                raise(e, "java/lang/OutOfMemoryError", "no buffer");
                return nullptr;
            };
            CHECK(new_byte_buffer(env, std::move(memory)).status() == status_code::java_exception);
            CHECK(take_exception(env).message == u"no buffer");
            CHECK(memory.data() == bytes);
            functions.table.NewDirectByteBuffer = [](JNIEnv*, void*, jlong) -> jobject {
                return nullptr;
            };
            CHECK(new_byte_buffer(env, std::move(memory)).status() == status_code::unsupported);
            CHECK(memory.data() == bytes);
            CHECK(new_byte_buffer(env, counted_owner()).status() == status_code::unsupported);
            CHECK(counted_owner::alive == 0);
        }
        {
            replaced_functions functions(env);
            functions.table.NewWeakGlobalRef = [](JNIEnv*, jobject) -> jweak { return nullptr; };
            CHECK(new_byte_buffer(env, std::move(memory)).status() == status_code::out_of_memory);
            CHECK(memory.data() == bytes);
        }
        raise(env, "java/lang/IllegalStateException", "first");
        CHECK(new_byte_buffer(env, std::move(memory)).status() == status_code::java_exception);
        CHECK(take_exception(env).message == u"first");
        CHECK(memory.data() == bytes);
        CHECK(released == 0);
    }
    CHECK(released == 1);
    CHECK(lent_byte_buffers() == 0);
}

TEST_CASE("with a Java exception pending nothing is reaped, and the exception stays") {
    JNIEnv* const env = test_env();
    released = 0;
    static_cast<void>(new_byte_buffer(env, counted_memory(10)));
    collect_garbage(env);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(reap_byte_buffers(env) == 0);
    CHECK(take_exception(env).message == u"first");
    CHECK(are_released(env, 1));
}

TEST_CASE("a program that only ever makes buffers gets their memory back all the same") {
    JNIEnv* const env = test_env();
    REQUIRE(lent_byte_buffers() == 0);
    released = 0;
    {
        // A few that live long do not hide the dead ones behind them.
        REQUIRE(env->EnsureLocalCapacity(100) == JNI_OK);
        std::vector<local_ref<jobject>> alive;
        for (int i = 0; i < 50; ++i) alive.push_back(*new_byte_buffer(env, counted_memory(8)));
        for (int i = 0; i < 1000; ++i) static_cast<void>(new_byte_buffer(env, counted_memory(8)));
        collect_garbage(env);
        for (int i = 0; i < 20; ++i) static_cast<void>(new_byte_buffer(env, counted_memory(8)));
        CHECK(released >= 1000);
        CHECK(get_at(env, alive.front().get(), 3) == 3);
        CHECK(get_at(env, alive.back().get(), 3) == 3);
    }
    CHECK(are_released(env, lent_byte_buffers()));
    CHECK(released == 1070);
}

TEST_CASE("10,000 buffers are released once each, and leave no reference") {
    JNIEnv* const env = test_env();
    REQUIRE(lent_byte_buffers() == 0);
    released = 0;
    const counted_references references(env);
    for (int i = 0; i < 10000; ++i) static_cast<void>(new_byte_buffer(env, counted_memory(64)));
    CHECK(are_released(env, lent_byte_buffers()));
    CHECK(released == 10000);
    CHECK(lent_byte_buffers() == 0);
    CHECK(locals == 0);
    CHECK(weaks == 0);
}

TEST_CASE("a release may make another buffer, and reap") {
    JNIEnv* const env = test_env();
    REQUIRE(lent_byte_buffers() == 0);
    released = 0;
    reentrant_env = env;
    unsigned char byte = 0;
    for (int i = 0; i < 3; ++i) {
        auto memory = foreign_buffer::adopt(
            &byte, 1,
            [](ffiguard_buffer* buffer) {
                buffer->release = nullptr;
                static_cast<void>(reap_byte_buffers(reentrant_env));
                static_cast<void>(new_byte_buffer(reentrant_env, counted_memory(8)));
            },
            nullptr);
        static_cast<void>(new_byte_buffer(env, *std::move(memory)));
    }
    while (lent_byte_buffers() != 0) {
        collect_garbage(env);
        static_cast<void>(reap_byte_buffers(env));
    }
    CHECK(released == 3);
}

TEST_CASE("who reaps while another thread looks at the buffers is not forgotten") {
    JNIEnv* const env = test_env();
    REQUIRE(are_released(env, lent_byte_buffers()));
    released = 0;
    {
        std::array<local_ref<jobject>, 4> alive;  // new_byte_buffer() looks no further
        for (auto& one : alive) one = *new_byte_buffer(env, counted_memory(8));
        static_cast<void>(new_byte_buffer(env, counted_memory(8)));
        collect_garbage(env);
        counted_references functions(env);
        // In the midst of it; as if from another thread.
        functions.table.IsSameObject = [](JNIEnv* e, jobject a, jobject b) {
            e->functions = real;
            CHECK(reap_byte_buffers(e) == 0);
            return real->IsSameObject(e, a, b);
        };
        const auto another = new_byte_buffer(env, counted_memory(8));
        CHECK(released == 1);
    }
    CHECK(are_released(env, 5));
}

TEST_CASE(
    "threads make and reap buffers at once: each memory is released once, none is forgotten") {
    JNIEnv* const env = test_env();
    REQUIRE(lent_byte_buffers() == 0);
    released = 0;
    constexpr int threads = 4;
    constexpr int rounds = 2000;
    std::atomic<int> damaged{0};
    std::thread crowd[threads];
    for (std::thread& one : crowd)
        one = std::thread([&] {
            const attach_scope here;
            JNIEnv* const mine = here.env();
            local_ref<jobject> kept;
            const unsigned char* bytes = nullptr;
            for (int i = 0; i < rounds; ++i) {
                auto memory = counted_memory(16);
                const unsigned char* const data = memory.data();
                auto made = new_byte_buffer(mine, std::move(memory));
                if (bytes != nullptr && bytes[5] != 5) ++damaged;
                if (i % 7 == 0) static_cast<void>(reap_byte_buffers(mine));
                if (i % 500 == 0) collect_garbage(mine);
                kept = *std::move(made);
                bytes = data;
            }
        });
    for (std::thread& one : crowd) one.join();
    CHECK(damaged == 0);
    collect_garbage(env);
    CHECK(are_released(env, lent_byte_buffers()));
    CHECK(released == threads * rounds);
    CHECK(lent_byte_buffers() == 0);
}

TEST_CASE("the memory of anybody's direct buffer is a span of all its bytes") {
    JNIEnv* const env = test_env();
    const auto type = adopt_local(env, env->FindClass("java/nio/ByteBuffer"));
    const auto buffer = adopt_local(
        env, env->CallStaticObjectMethod(
                 type.get(),
                 env->GetStaticMethodID(type.get(), "allocateDirect", "(I)Ljava/nio/ByteBuffer;"),
                 jint{32}));
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
    put_at(env, buffer.get(), 31, 9);
    const counted_references references(env);
    const auto bytes = direct_span(env, buffer);
    REQUIRE(bytes);
    CHECK(bytes->size() == 32);
    CHECK((*bytes)[31] == 9);
    (*bytes)[0] = 8;
    CHECK(locals == 0);
    CHECK(get_at(env, buffer.get(), 0) == 8);
}

TEST_CASE("a slice gives its own part; position and limit change nothing") {
    JNIEnv* const env = test_env();
    const auto buffer = *new_byte_buffer(env, counted_memory(32));
    const auto type = adopt_local(env, env->FindClass("java/nio/ByteBuffer"));
    const jmethodID slice = env->GetMethodID(type.get(), "slice", "(II)Ljava/nio/ByteBuffer;");
    const auto part = adopt_local(env, env->CallObjectMethod(buffer.get(), slice, 8, 4));
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
    const auto bytes = direct_span(env, part);
    REQUIRE(bytes);
    CHECK(bytes->size() == 4);
    CHECK((*bytes)[0] == 8);

    const jmethodID limit = env->GetMethodID(type.get(), "limit", "(I)Ljava/nio/ByteBuffer;");
    const auto limited = adopt_local(env, env->CallObjectMethod(buffer.get(), limit, 3));
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
    CHECK(direct_span(env, buffer)->size() == 32);
}

TEST_CASE("a ByteBuffer by its type is not asked for its class") {
    JNIEnv* const env = test_env();
    const auto buffer = *new_byte_buffer(env, counted_memory(32));
    static const JNINativeInterface_* real;
    static int looked_up;
    real = env->functions;
    JNINativeInterface_ counting = *real;
    counting.FindClass = [](JNIEnv* of, const char* name) -> jclass {
        ++looked_up;
        return real->FindClass(of, name);
    };
    looked_up = 0;
    env->functions = &counting;
    CHECK(direct_span(env, buffer)->size() == 32);
    CHECK(looked_up == 0);
    CHECK(direct_span(env, static_cast<jobject>(buffer.get()))->size() == 32);
    CHECK(looked_up == 1);
    env->functions = real;
    const auto type = adopt_local(env, env->FindClass("java/nio/ByteBuffer"));
    const auto heap = ffiguard::jni::adopt_local<ffiguard::jni::byte_buffer>(
        env,
        env->CallStaticObjectMethod(
            type.get(), env->GetStaticMethodID(type.get(), "allocate", "(I)Ljava/nio/ByteBuffer;"),
            jint{32}));
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
    CHECK(direct_span(env, heap).status() == status_code::wrong_type);
}

TEST_CASE("null, a buffer in the heap, a view as ints and what is no buffer give no span") {
    JNIEnv* const env = test_env();
    CHECK(direct_span(env, nullptr).status() == status_code::null);
    const auto type = adopt_local(env, env->FindClass("java/nio/ByteBuffer"));
    const auto heap = adopt_local(
        env,
        env->CallStaticObjectMethod(
            type.get(), env->GetStaticMethodID(type.get(), "allocate", "(I)Ljava/nio/ByteBuffer;"),
            jint{32}));
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
    CHECK(direct_span(env, heap).status() == status_code::wrong_type);
    const auto direct = *new_byte_buffer(env, counted_memory(32));
    const auto ints = view(env, direct.get(), "asIntBuffer", "()Ljava/nio/IntBuffer;");
    CHECK(direct_span(env, ints).status() == status_code::wrong_type);
    CHECK(direct_span(env, java_string(env, "x").get()).status() == status_code::wrong_type);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(direct_span(env, direct).status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("a cleaner is not started for null, nor while a Java exception is pending") {
    JNIEnv* const env = test_env();
    const auto type = adopt_local(env, env->FindClass("java/lang/String"));
    CHECK(start_buffer_cleaner(env, nullptr) == status_code::null);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(start_buffer_cleaner(env, type) == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("a cleaner that cannot be started says so, and may be tried again") {
    JNIEnv* const env = test_env();
    const auto type = adopt_local(env, env->FindClass("java/lang/String"));
    {
        counted_references functions(env);
        functions.table.DefineClass = [](JNIEnv*, const char*, jobject, const jbyte*,
                                         jsize) -> jclass { return nullptr; };
        CHECK(start_buffer_cleaner(env, type) == status_code::unsupported);
        functions.table.DefineClass = [](JNIEnv* e, const char*, jobject, const jbyte*,
                                         jsize) -> jclass {
            raise(e, "java/lang/LinkageError", "no class");
            return nullptr;
        };
        CHECK(start_buffer_cleaner(env, type) == status_code::java_exception);
        CHECK(locals == 0);
        CHECK(weaks == 0);
        CHECK(take_exception(env).message == u"no class");
    }
}

namespace {

/// A class in a loader of its own, as that of a shim is.
local_ref<jclass> new_shim_class(JNIEnv* env) {
    const auto type = adopt_local(env, env->FindClass("java/security/SecureClassLoader"));
    const auto loader = adopt_local(
        env, env->NewObject(type.get(),
                            env->GetMethodID(type.get(), "<init>", "(Ljava/lang/ClassLoader;)V"),
                            jobject{nullptr}));
    const char bytes[] =
        "\xCA\xFE\xBA\xBE\0\0\0\x34\0\5\1\0\4Shim\7\0\1\1\0\x10java/lang/Object\7\0\3"
        "\0\x31\0\2\0\4\0\0\0\0\0\0\0\0";
    auto shim = adopt_local(
        env, env->DefineClass("Shim", loader.get(), reinterpret_cast<const jbyte*>(bytes),
                              static_cast<jsize>(sizeof bytes - 1)));
    REQUIRE(shim);
    return shim;
}

}  // namespace

namespace {

/// Collects until done() says so, for at most five seconds.
template <class Done>
bool wait_for(JNIEnv* env, Done&& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!done() && std::chrono::steady_clock::now() < end) {
        collect_garbage(env);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return done();
}

/// Lets go of a shim's class, and waits until its loader, and so the cleaner, has gone.
bool goes(JNIEnv* env, local_ref<jclass>&& shim) {
    const jweak weak_shim = env->NewWeakGlobalRef(shim.get());
    shim.reset();
    const bool gone =
        wait_for(env, [&] { return env->IsSameObject(weak_shim, nullptr) == JNI_TRUE; });
    env->DeleteWeakGlobalRef(weak_shim);
    return gone;
}

}  // namespace

// The last ones: what a cleaner leaves behind is there for the tests after it.
TEST_CASE("a cleaner releases the memory without being asked, once, on its own thread") {
    JNIEnv* const env = test_env();
    REQUIRE(are_released(env, lent_byte_buffers()));
    auto shim = new_shim_class(env);
    const jweak weak_shim = env->NewWeakGlobalRef(shim.get());
    const counted_references references(env);
    CHECK(start_buffer_cleaner(env, shim).ok());
    CHECK(start_buffer_cleaner(env, shim).ok());
    CHECK(locals == 0);
    CHECK(weaks == 1);  // the class of its actions
    collect_garbage(env);

    released = 0;
    auto kept = *new_byte_buffer(env, counted_memory(8));
    for (int i = 0; i < 1000; ++i) static_cast<void>(new_byte_buffer(env, counted_memory(8)));
    CHECK(locals == 1);
    CHECK(wait_for(env, [] { return lent_byte_buffers() == 1; }));
    CHECK(released == 1000);
    CHECK(get_at(env, kept.get(), 3) == 3);

    // What holds it all is the loader of the shim, while there are buffers, and nobody else.
    shim.reset();
    collect_garbage(env);
    CHECK(env->IsSameObject(weak_shim, nullptr) == JNI_FALSE);
    kept.reset();
    CHECK(wait_for(env, [] { return lent_byte_buffers() == 0; }));
    CHECK(released == 1001);
    CHECK(wait_for(env, [&] { return env->IsSameObject(weak_shim, nullptr) == JNI_TRUE; }));
    env->DeleteWeakGlobalRef(weak_shim);
}

TEST_CASE("each class loader that loads the library gets a cleaner, also where the mapping stays") {
    JNIEnv* const env = test_env();
    for (int deployment = 1; deployment <= 3; ++deployment) {
        CAPTURE(deployment);
        auto shim = new_shim_class(env);
        const counted_references references(env);
        REQUIRE(start_buffer_cleaner(env, shim).ok());
        if (deployment > 1) CHECK(weaks == 0);  // those of the one before have gone
        released = 0;
        for (int i = 0; i < 10; ++i) static_cast<void>(new_byte_buffer(env, counted_memory(8)));
        CHECK(wait_for(env, [] { return lent_byte_buffers() == 0; }));
        CHECK(released == 10);
        CHECK(locals == 0);
        CHECK(goes(env, std::move(shim)));
    }
}

TEST_CASE("a cleaner whose start failed at any point can be started again in the same loader") {
    JNIEnv* const env = test_env();
    auto shim = new_shim_class(env);
    {
        counted_references functions(env);
        functions.table.RegisterNatives = [](JNIEnv*, jclass, const JNINativeMethod*,
                                             jint) -> jint { return JNI_ERR; };
        CHECK_FALSE(start_buffer_cleaner(env, shim).ok());
        CHECK(locals == 0);
    }
    {
        counted_references functions(env);
        functions.table.GetStaticFieldID = [](JNIEnv* e, jclass, const char*,
                                              const char*) -> jfieldID {
            raise(e, "java/lang/OutOfMemoryError", "no field");
            return nullptr;
        };
        CHECK(start_buffer_cleaner(env, shim) == status_code::java_exception);
        CHECK(take_exception(env).message == u"no field");
    }
    {
        counted_references functions(env);
        functions.table.NewWeakGlobalRef = [](JNIEnv*, jobject) -> jweak { return nullptr; };
        CHECK(start_buffer_cleaner(env, shim) == status_code::out_of_memory);
        CHECK(locals == 0);
    }
    REQUIRE(start_buffer_cleaner(env, shim).ok());
    released = 0;
    for (int i = 0; i < 10; ++i) static_cast<void>(new_byte_buffer(env, counted_memory(8)));
    CHECK(wait_for(env, [] { return lent_byte_buffers() == 0; }));
    CHECK(released == 10);
    CHECK(goes(env, std::move(shim)));
}

TEST_CASE("on_unload gives back the references of the cleaner, and says what Java still has") {
    JNIEnv* const env = test_env();
    ffiguard::jni::on_unload(test_vm());
    auto shim = new_shim_class(env);
    const counted_references references(env);
    const counted_violations violations;
    REQUIRE(start_buffer_cleaner(env, shim).ok());
    CHECK(weaks == 1);
    ffiguard::jni::on_unload(test_vm());
    CHECK(weaks == 0);
    CHECK(violations.all() == 0);
    {
        const auto kept = *new_byte_buffer(env, counted_memory(8));
        ffiguard::jni::on_unload(test_vm());
        CHECK(violations.of(ffiguard::violation::leak) == 1);
    }
    CHECK(are_released(env, 1));
    CHECK(goes(env, std::move(shim)));
}

TEST_CASE("memory that the cleaner had taken when it threw is the caller's all the same") {
    JNIEnv* const env = test_env();
    ffiguard::jni::on_unload(test_vm());
    auto shim = new_shim_class(env);
    REQUIRE(start_buffer_cleaner(env, shim).ok());
    released = 0;
    auto memory = counted_memory(8);
    {
        counted_references functions(env);
        // The action gets the memory after it was registered: if that threw, it has none.
        functions.table.CallStaticVoidMethodV = [](JNIEnv* e, jclass type, jmethodID id,
                                                   va_list arguments) {
            jvalue values[2];
            values[0].l = va_arg(arguments, jobject);
            values[1].j = 0;
            real->CallStaticVoidMethodA(e, type, id, values);
            REQUIRE(e->ExceptionCheck() == JNI_FALSE);
            raise(e, "java/lang/StackOverflowError", "behind it");
        };
        CHECK(new_byte_buffer(env, std::move(memory)).status() == status_code::java_exception);
    }
    CHECK(take_exception(env).message == u"behind it");
    REQUIRE(memory);
    // The cleaner's action for another buffer comes behind the one for it.
    static_cast<void>(new_byte_buffer(env, counted_memory(8)));
    CHECK(wait_for(env, [] { return released != 0; }));
    CHECK(released == 1);
    CHECK(memory.data()[3] == 3);
    memory = {};
    CHECK(released == 2);
    CHECK(lent_byte_buffers() == 0);
    CHECK(goes(env, std::move(shim)));
}

TEST_CASE("a cleaner and its buffers bear each call of the VM failing") {
    JNIEnv* const env = test_env();
    ffiguard::jni::on_unload(test_vm());
    auto shim = new_shim_class(env);
    const counted_references references(env);
    failing_env failing(env);
    const auto fails = [&](int nth, failing_env::how how, auto&& work) {
        const int locals_before = locals;
        failing.fail(nth, how);
        const ffiguard::status outcome = work();
        const std::string failed = failing.has_failed() != nullptr ? failing.has_failed() : "";
        CAPTURE(nth);
        CAPTURE(failed);
        failing.fail(0, how);
        CHECK(outcome.ok() == failed.empty());
        CHECK((outcome == status_code::java_exception) == (env->ExceptionCheck() == JNI_TRUE));
        env->ExceptionClear();
        CHECK(locals == locals_before);
        return !failed.empty();
    };
    for (const auto how : {failing_env::how::throws, failing_env::how::is_quiet}) {
        ffiguard::jni::on_unload(test_vm());
        const int before = weaks;
        int nth = 1;
        while (fails(nth, how, [&] { return start_buffer_cleaner(env, shim); })) ++nth;
        CHECK(weaks == before + 1);
        // It is there: to be asked again costs one reference, and starts nothing.
        CHECK(fails(1, how, [&] { return start_buffer_cleaner(env, shim); }));
        CHECK(weaks == before + 1);

        released = 0;
        nth = 1;
        while (fails(nth, how, [&] {
            auto memory = counted_memory(8);
            const auto made = new_byte_buffer(env, std::move(memory));
            CHECK(static_cast<bool>(memory) == !made);  // then it is still the caller's
            return made.status();
        }))
            CHECK(released == nth++);
        CHECK(wait_for(env, [] { return lent_byte_buffers() == 0; }));
        CHECK(released == nth);
    }
    CHECK(goes(env, std::move(shim)));
}

TEST_CASE("where the cleaner has gone with its loader, buffers are released as without") {
    JNIEnv* const env = test_env();
    released = 0;
    REQUIRE(new_byte_buffer(env, counted_memory(8)));
    CHECK(are_released(env, 1));
    CHECK(released == 1);
}
