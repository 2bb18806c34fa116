// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_JDK_COLLECTION_HPP
#define FFIGUARD_JNI_JDK_COLLECTION_HPP

#include <jni.h>

#include <cstddef>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/call/method.hpp>
#include <ffiguard/jni/jdk/detail/collection_classes.hpp>
#include <ffiguard/jni/ref/local_ref.hpp>

// List, Set, Map, Collection, Iterable and Iterator. Not in jni.hpp, like all of jni/jdk/.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

template <class E>
class iterated;

/// Java's collections, bound once by bind_collections() and then used by any thread:
///
///     struct user {
///         static constexpr const char* java_name() noexcept { return "org/example/User"; }
///         method<java_list<jstring>(), user> names;
///     };
///     const auto names = users->names(env, object);             // a local_ref<java_list<jstring>>
///     auto all = java.each(env, *names);
///     for (const auto& name : all)                              // a local_ref<jstring>
///         ...
///     if (!all.status().ok()) return all.status();              // as an iterator that threw
///
/// java_list<E> and the others name the class in signatures and references, and the class of the
/// elements. As in Java that is not checked; cast() checks. For numbers the element is a
/// java_box<T>.
///
/// Each function fails with null if the collection is null, and with java_exception if Java threw;
/// that exception stays pending. Values are owned, empty for null. Move-only; it keeps classes of
/// the JDK only, so no class loader of yours.
class collections {
public:
    /// What Collection.size() returns.
    template <class Ref, class = detail::element_of_t<Ref>>
    FFIGUARD_HIDDEN result<jint> size(JNIEnv* env, const Ref& of) const noexcept {
        return collections_->size(env, of_class<detail::collection_class>(of));
    }
    /// What Collection.contains() returns.
    template <class Ref>
    FFIGUARD_HIDDEN result<bool> contains(
        JNIEnv* env, const Ref& of,
        detail::argument_of<detail::element_of_t<Ref>> element) const noexcept {
        return collections_->contains(env, of_class<detail::collection_class>(of), element.get());
    }
    /// What Collection.add() returns.
    template <class Ref>
    FFIGUARD_HIDDEN result<bool> add(
        JNIEnv* env, const Ref& to,
        detail::argument_of<detail::element_of_t<Ref>> element) const noexcept {
        return collections_->add(env, of_class<detail::collection_class>(to), element.get());
    }

    /// An index outside is java_exception: IndexOutOfBoundsException is pending.
    template <class Ref, class E = detail::element_of_t<Ref>>
    FFIGUARD_HIDDEN result<local_ref<E>> get(JNIEnv* env, const Ref& list,
                                             jint index) const noexcept {
        return as<E>(lists_->get(env, of_class<detail::list_class>(list), index));
    }
    /// What was there before.
    template <class Ref, class E = detail::element_of_t<Ref>>
    FFIGUARD_HIDDEN result<local_ref<E>> set(
        JNIEnv* env, const Ref& list, jint index,
        detail::argument_of<detail::element_of_t<Ref>> element) const noexcept {
        return as<E>(lists_->set(env, of_class<detail::list_class>(list), index, element.get()));
    }

    /// Empty if there is none, or for null.
    template <class Ref, class V = detail::value_of_t<Ref>>
    FFIGUARD_HIDDEN result<local_ref<V>> value(
        JNIEnv* env, const Ref& map,
        detail::argument_of<detail::key_of_t<Ref>> key) const noexcept {
        return as<V>(maps_->get(env, of_class<detail::map_class>(map), key.get()));
    }
    /// What was there before.
    template <class Ref, class V = detail::value_of_t<Ref>>
    FFIGUARD_HIDDEN result<local_ref<V>> put(
        JNIEnv* env, const Ref& map, detail::argument_of<detail::key_of_t<Ref>> key,
        detail::argument_of<detail::value_of_t<Ref>> value) const noexcept {
        return as<V>(maps_->put(env, of_class<detail::map_class>(map), key.get(), value.get()));
    }
    /// What Map.containsKey() returns.
    template <class Ref>
    FFIGUARD_HIDDEN result<bool> contains_key(
        JNIEnv* env, const Ref& map,
        detail::argument_of<detail::key_of_t<Ref>> key) const noexcept {
        return maps_->contains_key(env, of_class<detail::map_class>(map), key.get());
    }
    /// What Map.size() returns.
    template <class Ref, class = detail::key_of_t<Ref>>
    FFIGUARD_HIDDEN result<jint> entry_count(JNIEnv* env, const Ref& map) const noexcept {
        return maps_->size(env, of_class<detail::map_class>(map));
    }
    /// For each(): its elements are java_entry<K, V>.
    template <class Ref, class K = detail::key_of_t<Ref>, class V = detail::value_of_t<Ref>>
    FFIGUARD_HIDDEN result<local_ref<java_set<java_entry<K, V>>>> entries(
        JNIEnv* env, const Ref& map) const noexcept {
        return as<java_set<java_entry<K, V>>>(
            maps_->entry_set(env, of_class<detail::map_class>(map)));
    }
    /// Of a java_entry.
    template <class Ref, class K = detail::key_of_t<Ref>>
    FFIGUARD_HIDDEN result<local_ref<K>> key_of(JNIEnv* env, const Ref& entry) const noexcept {
        return as<K>(entries_->key(env, of_class<detail::entry_class>(entry)));
    }
    /// Of a java_entry.
    template <class Ref, class V = detail::value_of_t<Ref>>
    FFIGUARD_HIDDEN result<local_ref<V>> value_of(JNIEnv* env, const Ref& entry) const noexcept {
        return as<V>(entries_->value(env, of_class<detail::entry_class>(entry)));
    }

    /// An ArrayList.
    template <class E>
    FFIGUARD_HIDDEN result<local_ref<java_list<E>>> new_list(JNIEnv* env) const noexcept {
        return as<java_list<E>>(array_lists_->make(env));
    }
    /// A HashSet.
    template <class E>
    FFIGUARD_HIDDEN result<local_ref<java_set<E>>> new_set(JNIEnv* env) const noexcept {
        return as<java_set<E>>(hash_sets_->make(env));
    }
    /// A HashMap.
    template <class K, class V>
    FFIGUARD_HIDDEN result<local_ref<java_map<K, V>>> new_map(JNIEnv* env) const noexcept {
        return as<java_map<K, V>>(hash_maps_->make(env));
    }

    /// The elements for a loop; see iterated. This and the environment must outlive it.
    template <class Ref, class E = detail::element_of_t<Ref>>
    [[nodiscard]] FFIGUARD_HIDDEN iterated<E> each(JNIEnv* env, const Ref& of) const noexcept {
        return iterated<E>(env, iterators_,
                           iterables_->iterator(env, of_class<detail::iterable_class>(of)));
    }

private:
    friend result<collections, error> bind_collections(JNIEnv* env) noexcept;
    collections() noexcept = default;

    template <class Class, class Ref>
    static borrowed<Class> of_class(const Ref& ref) noexcept {
        static_assert(detail::is_a<detail::referent_t<Ref>, Class>(),
                      "ffiguard: this is no collection of that kind, by what its struct says: a "
                      "java_list<E>, java_set<E>, java_map<K, V>, ..., or java_super of one");
        return borrowed<Class>(detail::raw<jobject>(ref));
    }
    template <class To, class From>
    FFIGUARD_HIDDEN static result<local_ref<To>> as(result<local_ref<From>> from) noexcept {
        if (!from) return from.status();
        return detail::adopting::as<To>(*std::move(from));
    }

    bound_class<detail::iterator_class> iterators_;
    bound_class<detail::iterable_class> iterables_;
    bound_class<detail::collection_class> collections_;
    bound_class<detail::list_class> lists_;
    bound_class<detail::map_class> maps_;
    bound_class<detail::entry_class> entries_;
    bound_class<detail::array_list_class> array_lists_;
    bound_class<detail::hash_set_class> hash_sets_;
    bound_class<detail::hash_map_class> hash_maps_;
};

/// The elements of an Iterable, each owned for one turn of the loop; by collections::each().
///
/// A failure ends the loop: then status() is null for a null collection, or java_exception (for
/// instance, ConcurrentModificationException is pending). One pass only; on the stack, for one
/// thread and one native call. begin() fetches the first element; compare its iterator only with
/// end(), an end_mark.
template <class E>
class iterated {
public:
    class end_mark {};
    class iterator {
    public:
        [[nodiscard]] const local_ref<E>& operator*() const noexcept { return range_->current_; }
        iterator& operator++() noexcept {
            range_->advance();
            return *this;
        }
        [[nodiscard]] bool operator!=(end_mark) const noexcept { return range_->has_element_; }

    private:
        friend iterated;
        explicit iterator(iterated& range) noexcept : range_(&range) {}
        iterated* range_;
    };

    iterated(const iterated&) = delete;
    iterated& operator=(const iterated&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] iterator begin() & noexcept {
        if (iterator_ && !begun_) advance();
        begun_ = true;
        return iterator(*this);
    }
    [[nodiscard]] end_mark end() const noexcept { return {}; }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

private:
    friend class collections;
    using classes = bound_class<detail::iterator_class>;

    FFIGUARD_HIDDEN iterated(JNIEnv* env, const classes& iterators,
                             result<local_ref<detail::iterator_class>> made) noexcept
        : env_(env), iterators_(iterators), status_(made.status()) {
        if (made) iterator_ = *std::move(made);
    }
    FFIGUARD_HIDDEN void advance() noexcept {
        current_.reset();
        has_element_ = false;
        const auto more = iterators_->has_next(env_, iterator_);
        status_ = more.status();
        if (!more || !*more) return;
        auto next = iterators_->next(env_, iterator_);
        status_ = next.status();
        if (!next) return;
        current_ = detail::adopting::as<E>(*std::move(next));
        has_element_ = true;
    }

    JNIEnv* env_;
    const classes& iterators_;
    ffiguard::status status_;
    local_ref<detail::iterator_class> iterator_;
    local_ref<E> current_;
    bool has_element_ = false;
    bool begun_ = false;
};

/// Errors as of bind_class(): the JDK has all of these.
[[nodiscard]] FFIGUARD_HIDDEN inline result<collections, error> bind_collections(
    JNIEnv* env) noexcept {
    collections bound;
    error why;
    const auto bind = [&](auto& into, const auto&... members) noexcept {
        if (!why.ok()) return;
        using type = std::remove_const_t<std::remove_reference_t<decltype(*into.operator->())>>;
        auto made = jni::bind_class<type>(env, members...);
        if (made)
            into = *std::move(made);
        else
            why = made.error();
    };
    using namespace detail;
    bind(bound.iterators_, jni::member("hasNext", &iterator_class::has_next),
         jni::member("next", &iterator_class::next));
    bind(bound.iterables_, jni::member("iterator", &iterable_class::iterator));
    bind(bound.collections_, jni::member("size", &collection_class::size),
         jni::member("add", &collection_class::add),
         jni::member("contains", &collection_class::contains));
    bind(bound.lists_, jni::member("get", &list_class::get), jni::member("set", &list_class::set));
    bind(bound.maps_, jni::member("size", &map_class::size), jni::member("get", &map_class::get),
         jni::member("put", &map_class::put), jni::member("containsKey", &map_class::contains_key),
         jni::member("entrySet", &map_class::entry_set));
    bind(bound.entries_, jni::member("getKey", &entry_class::key),
         jni::member("getValue", &entry_class::value));
    bind(bound.array_lists_, jni::member(&array_list_class::make));
    bind(bound.hash_sets_, jni::member(&hash_set_class::make));
    bind(bound.hash_maps_, jni::member(&hash_map_class::make));
    if (!why.ok()) return why;
    return result<collections, error>(std::move(bound));
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
