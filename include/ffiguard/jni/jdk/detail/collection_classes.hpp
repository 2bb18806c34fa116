// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_JDK_DETAIL_COLLECTION_CLASSES_HPP
#define FFIGUARD_JNI_JDK_DETAIL_COLLECTION_CLASSES_HPP

#include <jni.h>

#include <ffiguard/core/config.hpp>
#include <ffiguard/jni/call/method.hpp>
#include <ffiguard/jni/ref/java_class.hpp>

// The interfaces of java.util. The VM knows nothing of their parameters.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// See jdk/collection.hpp. E, K and V are what local_ref<T> takes: a java_box<jint> for a number.
template <class E>
struct java_iterator {
    static constexpr const char* java_name() noexcept { return "java/util/Iterator"; }
    using element = E;
};
template <class E>
struct java_iterable {
    static constexpr const char* java_name() noexcept { return "java/lang/Iterable"; }
    using element = E;
};
template <class E>
struct java_collection {
    static constexpr const char* java_name() noexcept { return "java/util/Collection"; }
    using java_super = java_iterable<E>;
    using element = E;
};
template <class E>
struct java_list {
    static constexpr const char* java_name() noexcept { return "java/util/List"; }
    using java_super = java_collection<E>;
    using element = E;
};
template <class E>
struct java_set {
    static constexpr const char* java_name() noexcept { return "java/util/Set"; }
    using java_super = java_collection<E>;
    using element = E;
};
template <class K, class V>
struct java_map {
    static constexpr const char* java_name() noexcept { return "java/util/Map"; }
    using key = K;
    using value = V;
};
/// Of a Map: Map.Entry.
template <class K, class V>
struct java_entry {
    static constexpr const char* java_name() noexcept { return "java/util/Map$Entry"; }
    using key = K;
    using value = V;
};

namespace detail {

template <class Ref>
using element_of_t = typename referent_t<Ref>::element;
template <class Ref>
using key_of_t = typename referent_t<Ref>::key;
template <class Ref>
using value_of_t = typename referent_t<Ref>::value;

struct iterator_class : java_iterator<jobject> {
    method<bool(), iterator_class> has_next;
    method<jobject(), iterator_class> next;
};
struct iterable_class : java_iterable<jobject> {
    method<iterator_class(), iterable_class> iterator;
};
struct collection_class : java_collection<jobject> {
    method<jint(), collection_class> size;
    method<bool(jobject), collection_class> add;
    method<bool(jobject), collection_class> contains;
};
struct list_class : java_list<jobject> {
    method<jobject(jint), list_class> get;
    method<jobject(jint, jobject), list_class> set;
};
struct map_class : java_map<jobject, jobject> {
    method<jint(), map_class> size;
    method<jobject(jobject), map_class> get;
    method<jobject(jobject, jobject), map_class> put;
    method<bool(jobject), map_class> contains_key;
    method<java_set<jobject>(), map_class> entry_set;
};
struct entry_class : java_entry<jobject, jobject> {
    method<jobject(), entry_class> key;
    method<jobject(), entry_class> value;
};
struct array_list_class {
    static constexpr const char* java_name() noexcept { return "java/util/ArrayList"; }
    using java_super = java_list<jobject>;
    constructor<array_list_class()> make;
};
struct hash_set_class {
    static constexpr const char* java_name() noexcept { return "java/util/HashSet"; }
    using java_super = java_set<jobject>;
    constructor<hash_set_class()> make;
};
struct hash_map_class {
    static constexpr const char* java_name() noexcept { return "java/util/HashMap"; }
    using java_super = java_map<jobject, jobject>;
    constructor<hash_map_class()> make;
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
