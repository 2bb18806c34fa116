// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/member_native.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>

#if FFIGUARD_HAS_EXCEPTIONS()
#include <stdexcept>
#endif

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::error;
using ffiguard::foreign_buffer;
using ffiguard::foreign_span;
using ffiguard::handle_table;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::jni::borrowed;
using ffiguard::jni::local_ref;
using ffiguard::jni::member;
using ffiguard::jni::native;
using ffiguard::jni::native_close;
using ffiguard::jni::native_method;
using ffiguard::jni::native_new;
using ffiguard::jni::native_new_child;
using ffiguard::jni::native_wake;
using ffiguard::jni::register_natives;

namespace {

std::atomic<int> interrupted{0};

struct peer {
    static constexpr const char* java_name() noexcept { return "test/Peer"; }
    ffiguard::jni::constructor<peer()> make;
    ffiguard::jni::static_method<token(jint)> open;
    ffiguard::jni::static_method<void(token, jint)> add;
    ffiguard::jni::static_method<jlong(token)> sum;
    ffiguard::jni::static_method<jstring(token)> name;
    ffiguard::jni::static_method<void(token, jstring)> rename;
    ffiguard::jni::static_method<void(token, jstring)> label;
    ffiguard::jni::static_method<jstring(token, bool)> note;
    ffiguard::jni::static_method<jint(token, jbyteArray)> add_bytes;
    ffiguard::jni::static_method<jint(token, jbyteArray, jint, jint)> add_range;
    ffiguard::jni::static_method<jbyteArray(token)> bytes;
    ffiguard::jni::method<peer(token, peer), peer> same;
    ffiguard::jni::static_method<void(token, jint)> fail;
    ffiguard::jni::static_method<void(token)> close;
    ffiguard::jni::static_method<void(token)> interrupt;
    ffiguard::jni::static_method<token(token, jstring)> open_child;
    ffiguard::jni::static_method<jstring(token)> child_name;
    ffiguard::jni::static_method<void(token)> close_child;
    ffiguard::jni::static_method<jstring(jstring, bool)> greet;
};

class counter {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;

    static result<std::unique_ptr<counter>, error> create(jint start) {
        if (start < 0) return error(status_code::invalid_argument, "start is not negative");
        return std::make_unique<counter>(start);
    }
    explicit counter(jint start) noexcept : sum_(start) {}

    status add(jint n) noexcept {
        sum_ += n;
        return {};
    }
    std::uint32_t sum() const noexcept { return static_cast<std::uint32_t>(sum_); }
    std::string name() const { return name_; }
    error rename(std::string_view name) {
        name_ = std::string(name);
        return {};
    }
    void label(const std::string& label) { label_ = label; }
    result<std::string> note(bool loud) const {
        if (label_.empty()) return status_code::not_found;
        return loud ? label_ + "!" : label_;
    }
    jint add_bytes(foreign_span<const std::uint8_t> bytes) noexcept {
        sum_ += std::accumulate(bytes.begin(), bytes.end(), jint{0});
        return static_cast<jint>(bytes.size());
    }
    result<foreign_buffer, error> bytes() const {
        return foreign_buffer::copy(name_.data(), name_.size());
    }
    result<local_ref<peer>> same(ffiguard::closing_check, JNIEnv* env, borrowed<peer> other) {
        if (!other) return status_code::null;
        return ffiguard::jni::adopt_local<peer>(env, env->NewLocalRef(other.get()));
    }
    error fail(jint how) {
        if (how == 1) return error(status_code::closed, "closed by itself");
#if FFIGUARD_HAS_EXCEPTIONS()
        if (how == 2) throw std::out_of_range("of C++");
        if (how == 3) throw 3;
#endif
        return {};
    }
    void closing() noexcept { ++interrupted; }

private:
    jint sum_;
    std::string name_ = "counter";
    std::string label_;
};

class note {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<counter>>;
    static result<note> create(counter& parent, std::string_view name) {
        return note(parent.name() + "/" + std::string(name));
    }
    std::string_view name() const noexcept { return name_; }

private:
    explicit note(std::string name) noexcept : name_(std::move(name)) {}
    std::string name_;
};

std::string greet(JNIEnv*, jclass, std::string_view name, bool loud) {
    return "hello, " + std::string(name) + (loud ? "!" : "");
}

std::optional<std::string> maybe_greet(JNIEnv*, jclass, std::optional<std::string_view> name,
                                       bool always) {
    if (!name && !always) return std::nullopt;
    return "hello " + std::string(name.value_or("whom"));
}

auto& counters = *new handle_table<std::unique_ptr<counter>>;
auto& others = *new handle_table<std::unique_ptr<counter>>;
auto& notes = *new handle_table<note>;

error register_all(JNIEnv* env) {
    return register_natives<peer>(
        env, native_new(counters, "open"), native<&counter::add>(counters, "add"),
        native<&counter::sum, jlong(token)>(counters, "sum"),
        native<&counter::name>(counters, "name"), native<&counter::rename>(counters, "rename"),
        native<&counter::label>(counters, "label"), native<&counter::note>(counters, "note"),
        native<&counter::add_bytes>(counters, "addBytes"),
        native<&counter::add_bytes, jint(token, jbyteArray, jint, jint)>(counters, "addRange"),
        native<&counter::bytes>(counters, "bytes"), native<&counter::same>(counters, "same"),
        native<&counter::fail>(counters, "fail"), native_close(counters, "close"),
        native_wake(counters, "interrupt"), native_new_child(notes, counters, "openChild"),
        native<&note::name>(notes, "childName"), native_close(notes, "closeChild"),
        native_method<&greet>("greet"));
}

ffiguard::jni::bound_class<peer> bound_peer(JNIEnv* env) {
    const error registered = register_all(env);
    INFO(std::string(registered.message()));
    REQUIRE(registered.ok());
    auto bound = ffiguard::jni::bind_class<peer>(
        env, member(&peer::make), member("callOpen", &peer::open), member("callAdd", &peer::add),
        member("callSum", &peer::sum), member("callName", &peer::name),
        member("callRename", &peer::rename), member("callLabel", &peer::label),
        member("callNote", &peer::note), member("callAddBytes", &peer::add_bytes),
        member("callAddRange", &peer::add_range), member("callBytes", &peer::bytes),
        member("callSame", &peer::same), member("callFail", &peer::fail),
        member("callClose", &peer::close), member("callInterrupt", &peer::interrupt),
        member("callOpenChild", &peer::open_child), member("callChildName", &peer::child_name),
        member("callCloseChild", &peer::close_child), member("callGreet", &peer::greet));
    INFO(std::string(bound.error().message()));
    REQUIRE(bound);
    return *std::move(bound);
}

local_ref<jstring> units(JNIEnv* env, const std::u16string& text) {
    return ffiguard::jni::adopt_local(env,
                                      env->NewString(reinterpret_cast<const jchar*>(text.data()),
                                                     static_cast<jsize>(text.size())));
}
local_ref<jbyteArray> byte_array(JNIEnv* env, std::initializer_list<jbyte> bytes) {
    auto made =
        ffiguard::jni::adopt_local(env, env->NewByteArray(static_cast<jsize>(bytes.size())));
    env->SetByteArrayRegion(made.get(), 0, static_cast<jsize>(bytes.size()), bytes.begin());
    return made;
}
std::string thrown(JNIEnv* env) {
    const auto taken = take_exception(env);
    std::string text = taken.type + ": ";
    for (const char16_t c : taken.message) text += static_cast<char>(c);
    return text;
}

}  // namespace

TEST_CASE("the members of a class are native methods, by the token that Java has") {
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    const ref_balance balance(env);
    {
        const token one = *java->open(env, 40);
        CHECK(counters.live() == 1);
        CHECK(java->add(env, one, 2).ok());
        CHECK(*java->sum(env, one) == 42);
        CHECK(units_of(env, java->name(env, one)->get()) == u"counter");
        CHECK(java->rename(env, one, units(env, u"Zo\u00eb \U0001F600")).ok());
        CHECK(units_of(env, java->name(env, one)->get()) == u"Zo\u00eb \U0001F600");
        CHECK(*java->add_bytes(env, one, byte_array(env, {1, 2, -1})) == 3);
        CHECK(*java->sum(env, one) == 42 + 1 + 2 + 255);
        CHECK(*java->add_range(env, one, byte_array(env, {1, 2, 4, 8}), 1, 2) == 2);
        CHECK(*java->sum(env, one) == 42 + 1 + 2 + 255 + 6);
        const auto bytes = java->bytes(env, one);
        CHECK(env->GetArrayLength(bytes->get()) == 3 + 2 + 4);
        const auto object = *java->make(env);
        CHECK(*java->same(env, object, one, object) == object);
        CHECK(java->close(env, one).ok());
        CHECK(counters.live() == 0);
        CHECK(java->close(env, one).ok());  // the Cleaner, later
    }
    CHECK(balance.locals() == 0);
    CHECK(balance.globals() == 0);
}

TEST_CASE("what becomes of a call is a Java exception, and so is a token that leads nowhere") {
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    CHECK(java->open(env, -1).status() == status_code::java_exception);
    CHECK(thrown(env) == "java.lang.IllegalArgumentException: start is not negative");

    const token one = *java->open(env, 0);
    CHECK(java->fail(env, one, 0).ok());
    CHECK(java->fail(env, one, 1) == status_code::java_exception);
    CHECK(thrown(env) == "java.lang.IllegalStateException: closed by itself");
#if FFIGUARD_HAS_EXCEPTIONS()
    CHECK(java->fail(env, one, 2) == status_code::java_exception);
    CHECK(thrown(env) == "java.lang.RuntimeException: of C++");
    CHECK(java->fail(env, one, 3) == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.RuntimeException");
#endif
    CHECK(java->note(env, one, true).status() == status_code::java_exception);
    CHECK(take_exception(env).type == "java.io.IOException");
    CHECK(java->close(env, one).ok());
    CHECK(java->add(env, one, 1) == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.IllegalStateException");
    CHECK(java->add(env, 0, 1) == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.NullPointerException");
    CHECK(java->close(env, 12345) == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.IllegalStateException");
    CHECK(java->close(env, 0).ok());
}

TEST_CASE("an argument that cannot be converted is refused by its number, and nothing is called") {
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    const token one = *java->open(env, 0);
    CHECK(java->rename(env, one, nullptr) == status_code::java_exception);
    CHECK(thrown(env).find("java.lang.NullPointerException: argument 2: ") == 0);
    CHECK(java->rename(env, one, units(env, u"half \xD83D")) == status_code::java_exception);
    CHECK(thrown(env).find("java.lang.IllegalArgumentException: argument 2: ") == 0);
    CHECK(units_of(env, java->name(env, one)->get()) == u"counter");

    // A std::string_view has it all; a std::string has a c_str().
    const std::u16string with_nul(u"a\0b", 3);
    CHECK(java->rename(env, one, units(env, with_nul)).ok());
    CHECK(units_of(env, java->name(env, one)->get()) == with_nul);
    CHECK(java->label(env, one, units(env, with_nul)) == status_code::java_exception);
    CHECK(thrown(env).find("java.lang.IllegalArgumentException: argument 2: ") == 0);
    CHECK(java->label(env, one, units(env, u"label")).ok());
    CHECK(units_of(env, java->note(env, one, false)->get()) == u"label");
    CHECK(units_of(env, java->note(env, one, true)->get()) == u"label!");

    CHECK(java->add_bytes(env, one, nullptr).status() == status_code::java_exception);
    CHECK(thrown(env).find("java.lang.NullPointerException: argument 2: ") == 0);
    CHECK(java->add_range(env, one, byte_array(env, {1}), 1, 1).status() ==
          status_code::java_exception);
    CHECK(thrown(env).find("java.lang.IllegalArgumentException: argument 2: ") == 0);
    CHECK(*java->add_range(env, one, byte_array(env, {1}), 1, 0) == 0);
    CHECK(*java->add_bytes(env, one, byte_array(env, {})) == 0);
    CHECK(*java->sum(env, one) == 0);
    const auto object = *java->make(env);
    CHECK(java->same(env, object, one, nullptr).status() == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.NullPointerException");
    CHECK(java->close(env, one).ok());
}

TEST_CASE("long text and long arrays arrive whole") {
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    const token one = *java->open(env, 0);
    for (const std::size_t length : {511U, 512U, 513U, 1023U, 1024U, 5000U}) {
        CAPTURE(length);
        std::u16string text(length - 2, u'\u20ac');
        text += u"\U0001F600";
        CHECK(java->rename(env, one, units(env, text)).ok());
        CHECK(units_of(env, java->name(env, one)->get()) == text);
        const auto array =
            ffiguard::jni::adopt_local(env, env->NewByteArray(static_cast<jsize>(length)));
        CHECK(*java->add_bytes(env, one, array) == static_cast<jint>(length));
    }
    CHECK(java->close(env, one).ok());
}

TEST_CASE("a child is made in its parent, which is released after it") {
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    const token parent = *java->open(env, 0);
    const token child = *java->open_child(env, parent, units(env, u"child"));
    CHECK(units_of(env, java->child_name(env, child)->get()) == u"counter/child");
    CHECK(java->close(env, parent).ok());
    CHECK(counters.live() == 1);
    CHECK(java->open_child(env, parent, units(env, u"late")).status() ==
          status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.IllegalStateException");
    CHECK(java->close_child(env, child).ok());
    CHECK(counters.live() == 0);
}

TEST_CASE("an object can be woken from Java") {
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    const token one = *java->open(env, 0);
    interrupted = 0;
    CHECK(java->interrupt(env, one).ok());
    CHECK(interrupted == 1);
    CHECK(java->close(env, one).ok());
    CHECK(java->interrupt(env, one) == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.IllegalStateException");
}

TEST_CASE("a function with text is a native method") {
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    CHECK(units_of(env, java->greet(env, units(env, u"Zo\u00eb"), true)->get()) ==
          u"hello, Zo\u00eb!");
    CHECK(java->greet(env, nullptr, false).status() == status_code::java_exception);
    CHECK(thrown(env).find("java.lang.NullPointerException: argument 1: ") == 0);
}

TEST_CASE("a native method takes and answers text that may be null") {
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    const ref_balance balance(env);
    const error registered = register_natives<peer>(env, native_method<&maybe_greet>("greet"));
    REQUIRE(registered.ok());
    {
        CHECK(units_of(env, java->greet(env, units(env, u"Zo\u00eb"), true)->get()) ==
              u"hello Zo\u00eb");
        CHECK(units_of(env, java->greet(env, nullptr, true)->get()) == u"hello whom");
        const auto nothing = java->greet(env, nullptr, false);
        REQUIRE(nothing);
        CHECK_FALSE(*nothing);
        const std::u16string half(1, char16_t{0xD83D});
        CHECK(java->greet(env, units(env, half), true).status() == status_code::java_exception);
        CHECK(thrown(env) == "java.lang.IllegalArgumentException: argument 1: malformed");
    }
    CHECK(balance.locals() == 0);
    CHECK(register_all(env).ok());
}

#if FFIGUARD_HAS_EXCEPTIONS()
namespace {

struct peer_with_table {
    static constexpr const char* java_name() noexcept { return "test/Peer"; }
    template <class Body>
    static auto native_boundary(JNIEnv* env, Body&& body) {
        return ffiguard::jni::boundary(env, body,
                                       ffiguard::jni::java_class_for<std::out_of_range>{
                                           "java/lang/IndexOutOfBoundsException"});
    }
};

}  // namespace

TEST_CASE("a class may have a boundary of its own for its members") {
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    const error registered =
        register_natives<peer_with_table>(env, native<&counter::fail>(counters, "fail"));
    REQUIRE(registered.ok());
    const token one = *java->open(env, 1);
    CHECK(java->fail(env, one, 2) == status_code::java_exception);
    CHECK(thrown(env) == "java.lang.IndexOutOfBoundsException: of C++");
    CHECK(java->close(env, one).ok());
    REQUIRE(register_all(env).ok());
}
#endif

namespace {

ffiguard::release_queue later;
int released = 0;
bool saw_pending = false;

class deferred {
public:
    using life_cycle =
        ffiguard::life_cycle<ffiguard::deferrable_release, ffiguard::drains_queue<&later>>;
    deferred() = default;
    deferred(const deferred&) = delete;
    deferred& operator=(const deferred&) = delete;
    /// Tells a Java object, say: which nothing may while an exception is pending.
    ~deferred() {
        ++released;
        saw_pending = saw_pending || test_env()->ExceptionCheck() == JNI_TRUE;
    }
    error fail(jint how) noexcept {
        return how == 0 ? error() : error(status_code::closed, "as asked");
    }
};
auto& deferreds = *new handle_table<deferred>;

struct draining_peer {
    static constexpr const char* java_name() noexcept { return "test/Peer"; }
};

}  // namespace

TEST_CASE("what a native method drains is released with no exception pending") {
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    REQUIRE(register_natives<draining_peer>(env, native<&deferred::fail>(deferreds, "fail")).ok());
    const token open = *deferreds.emplace();
    for (const jint how : {0, 1}) {
        {
            const ffiguard::defer_releases here(later);
            CHECK(deferreds.close(*deferreds.emplace()).ok());
        }
        released = 0;
        CHECK(java->fail(env, open, how).ok() == (how == 0));
        CHECK(released == 1);
        CHECK_FALSE(saw_pending);
        if (how == 1) CHECK(thrown(env) == "java.lang.IllegalStateException: as asked");
    }
    CHECK(deferreds.close(open).ok());
    REQUIRE(register_all(env).ok());
}

namespace {

struct peer_of_others {
    static constexpr const char* java_name() noexcept { return "test/Peer"; }
};

}  // namespace

TEST_CASE("a registration that fails binds no table") {
    JNIEnv* const env = test_env();
    CHECK_FALSE(register_natives<peer_of_others>(env, native_new(others, "open"),
                                                 native<&counter::name>(others, "title"))
                    .ok());
    CHECK(register_natives<peer_of_others>(env, native_new(counters, "open")).ok());
    REQUIRE(register_all(env).ok());
}

TEST_CASE("two methods of one member over two tables are registered in one call") {
    struct peer_of_two {
        static constexpr const char* java_name() noexcept { return "test/Peer"; }
    };
    JNIEnv* const env = test_env();
    const auto java = bound_peer(env);
    REQUIRE(register_natives<peer_of_two>(env, native<&counter::name>(counters, "name"),
                                          native<&counter::name>(others, "childName"))
                .ok());
    const token one = *java->open(env, 1);
    const token other = *others.insert(*counter::create(2));
    CHECK(units_of(env, java->name(env, one)->get()) == u"counter");
    CHECK(units_of(env, java->child_name(env, other)->get()) == u"counter");
    CHECK(java->name(env, other).status() == status_code::java_exception);
    CHECK(thrown(env).find("java.lang.IllegalStateException") == 0);
    CHECK(java->close(env, one).ok());
    CHECK(others.close(other).ok());
    REQUIRE(register_all(env).ok());
}

TEST_CASE("a native method keeps its table, and another one is refused") {
    JNIEnv* const env = test_env();
    REQUIRE(register_all(env).ok());
    REQUIRE(register_all(env).ok());
    const error wrong = register_natives<peer>(env, native_new(others, "open"));
    CHECK(wrong.status() == status_code::in_use);
    CHECK(std::string(wrong.message()) ==
          "test/Peer: open(I)J is registered with another table already");
    const error missing = register_natives<peer>(env, native_new(counters, "open"),
                                                 native<&counter::name>(counters, "title"));
    CHECK(std::string(missing.message()) == "test/Peer: missing title(J)Ljava/lang/String;");
    const auto java = bound_peer(env);
    const token one = *java->open(env, 1);
    CHECK(java->close(env, one).ok());
}
