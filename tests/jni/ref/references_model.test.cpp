// SPDX-License-Identifier: BSL-1.0
// Random operations on references of every kind, frames and attachments against a model: each
// answer, and how many references and frames the VM has.
#include <ffiguard/jni/ref.hpp>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/jni/ref/frame.hpp>
#include <ffiguard/jni/ref/shared_ref.hpp>
#include <ffiguard/jni/ref/weak_ref.hpp>
#include <ffiguard/jni/vm/attach.hpp>

#include "../../random_steps.hpp"
#include "../ref_balance.hpp"
#include "../test_vm.hpp"

namespace jni = ffiguard::jni;
using ffiguard::status_code;

namespace {

/// Counts what the VM gives and takes back by ref_balance, which works over any VM.
std::string run_references(JNIEnv* env, const random_steps::sequence& steps) {
    enum : int { count = 4 };
    std::string history, wrong;
    const ref_balance balance(env);
    {
        jni::local_ref<jstring> locals[count];
        jni::global_ref<jstring> globals[count];
        jni::weak_ref<jstring> weaks[count];
        jni::shared_ref<jstring> shared[count];
        bool has_local[count] = {}, has_global[count] = {}, has_weak[count] = {};
        int of_shared[count] = {-1, -1, -1, -1};
        std::vector<int> owners;  // of each shared reference
        const auto drop = [&](int& which) {
            if (which >= 0) --owners[static_cast<std::size_t>(which)];
            which = -1;
        };
        for (const auto step : steps) {
            if (!wrong.empty()) break;
            random_steps::choices of(step);
            const int what = of.pick(16);
            const int a = of.pick(count);
            const int b = of.pick(count);
            history +=
                std::to_string(what) + " " + std::to_string(a) + " " + std::to_string(b) + "\n";
            switch (what) {
                case 0:
                case 1:
                    locals[a] = java_string(env, "x");
                    has_local[a] = true;
                    break;
                case 2: {
                    auto second = locals[a].dup();
                    if (static_cast<bool>(second) != has_local[a]) wrong += "dup()\n";
                    if (!second) break;
                    locals[b] = *std::move(second);
                    has_local[b] = true;
                    break;
                }
                case 3:
                    if (a == b) break;
                    locals[a] = std::move(locals[b]);
                    has_local[a] = std::exchange(has_local[b], false);
                    break;
                case 4:
                    locals[a].reset();
                    has_local[a] = false;
                    break;
                case 5: {  // given to C code and back
                    const jstring raw = locals[a].release();
                    if ((raw != nullptr) != has_local[a]) wrong += "release()\n";
                    locals[a] = jni::adopt_local(env, raw);
                    break;
                }
                case 6: {
                    auto made = jni::promote(env, locals[a]);
                    if (static_cast<bool>(made) != has_local[a]) wrong += "promote()\n";
                    if (!made) break;
                    globals[b] = *std::move(made);
                    has_global[b] = true;
                    break;
                }
                case 7:
                    if (a == b) break;
                    globals[a] = std::move(globals[b]);
                    has_global[a] = std::exchange(has_global[b], false);
                    break;
                case 8: {
                    const auto closed = globals[a].close();
                    if (closed.ok() != has_global[a]) wrong += "close()\n";
                    has_global[a] = false;
                    break;
                }
                case 9: {
                    auto made = jni::to_local(env, globals[a]);
                    if (static_cast<bool>(made) != has_global[a]) wrong += "to_local()\n";
                    if (!made) break;
                    locals[b] = *std::move(made);
                    has_local[b] = true;
                    break;
                }
                case 10: {
                    auto made = jni::weak_ref<jstring>::make(env, globals[a]);
                    if (static_cast<bool>(made) != has_global[a]) wrong += "weak_ref::make()\n";
                    if (!made) break;
                    weaks[b] = *std::move(made);
                    has_weak[b] = true;
                    break;
                }
                case 11: {
                    auto locked = weaks[a].lock(env);
                    // Whether the object is there, the VM says; that it is none, the model does.
                    if (locked && !has_weak[a]) wrong += "lock()\n";
                    if (!has_weak[a] && locked.status() != status_code::null) wrong += "lock()\n";
                    break;
                }
                case 12:
                    weaks[a].reset();
                    has_weak[a] = false;
                    break;
                case 13: {
                    auto made = jni::shared_ref<jstring>::from(std::move(globals[a]));
                    if (static_cast<bool>(made) != has_global[a]) wrong += "shared_ref::from()\n";
                    if (!made) break;
                    has_global[a] = false;
                    drop(of_shared[b]);
                    of_shared[b] = static_cast<int>(owners.size());
                    owners.push_back(1);
                    shared[b] = *std::move(made);
                    break;
                }
                case 14: {
                    const int copied = of_shared[b];
                    if (copied >= 0) ++owners[static_cast<std::size_t>(copied)];
                    drop(of_shared[a]);
                    of_shared[a] = copied;
                    shared[a] = shared[b];
                    break;
                }
                default: drop(of_shared[a]); shared[a].reset();
            }
            int in_locals = 0, in_globals = 0, in_weaks = 0;
            for (int at = 0; at < count; ++at) {
                in_locals += has_local[at] ? 1 : 0;
                in_globals += has_global[at] ? 1 : 0;
                in_weaks += has_weak[at] ? 1 : 0;
                if (static_cast<bool>(locals[at]) != has_local[at] ||
                    static_cast<bool>(globals[at]) != has_global[at] ||
                    static_cast<bool>(weaks[at]) != has_weak[at] ||
                    static_cast<bool>(shared[at]) != (of_shared[at] >= 0))
                    wrong += "an owner differs\n";
            }
            for (const int one : owners) in_globals += one != 0 ? 1 : 0;
            if (balance.locals() != in_locals || balance.globals() != in_globals ||
                balance.weaks() != in_weaks)
                wrong += "the VM has other references\n";
        }
    }
    if (wrong.empty() && (balance.locals() != 0 || balance.globals() != 0 || balance.weaks() != 0))
        wrong = "a reference is left\n";
    return wrong.empty() ? wrong : history + wrong;
}

/// On a thread of its own: scopes end in any order, and attach_thread() keeps it attached until
/// then.
std::string run_attachments(const random_steps::sequence& steps) {
    enum : int { count = 3 };
    std::string history, wrong;
    std::thread([&] {
        std::optional<jni::attach_scope> scopes[count];
        bool stays = false;
        for (const auto step : steps) {
            if (!wrong.empty()) break;
            random_steps::choices of(step);
            const int what = of.pick(8);
            const int a = of.pick(count);
            history += std::to_string(what) + " " + std::to_string(a) + "\n";
            if (what < 3) {
                if (scopes[a]) continue;
                scopes[a].emplace();
                if (!*scopes[a]) wrong += "attach_scope\n";
            } else if (what < 7) {
                scopes[a].reset();
            } else if (of.pick(4) == 0) {
                stays = jni::attach_thread().has_value();
                if (!stays) wrong += "attach_thread()\n";
            }
            const bool attached = stays || scopes[0] || scopes[1] || scopes[2];
            if ((jni::vm::env() != nullptr) != attached) wrong += "attached, or not\n";
        }
        for (auto& one : scopes) one.reset();
        if (wrong.empty() && (jni::vm::env() != nullptr) != stays) wrong = "left attached\n";
    }).join();
    return wrong.empty() ? wrong : history + wrong;
}

std::string run_steps(const random_steps::sequence& steps) {
    JNIEnv* const env = test_env();
    const std::string wrong = run_references(env, steps);
    return wrong.empty() ? run_attachments(steps) : wrong;
}

}  // namespace

TEST_CASE("references and attachments do what the model says, whatever is done to them") {
    const std::string wrong = random_steps::check_seeds("references", &run_steps, 60, 60);
    REQUIRE_MESSAGE(wrong.empty(), wrong);
}
