// SPDX-License-Identifier: BSL-1.0
// Arrays and direct buffers.
#include <climits>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

#include "fake_state.hpp"

namespace fake {
namespace {

constexpr std::size_t heap_size = std::size_t{64} << 20;

bool is_array(const object& one) { return one.type->name.front() == '['; }

template <class Array>
Array new_array(JNIEnv* e, const char* function, char element, std::size_t size, jsize length) {
    const call in(e, function);
    if (!in) return nullptr;
    if (length < 0) {
        in.raise("java/lang/NegativeArraySizeException", std::to_string(length));
        return nullptr;
    }
    if (in.allocation_fails()) return nullptr;
    const std::size_t bytes = static_cast<std::size_t>(length) * size;
    if (bytes > heap_size) {
        in.raise("java/lang/OutOfMemoryError", "Java heap space");
        return nullptr;
    }
    const object_ptr made = make_object(*find_class(in.vm(), std::string("[") + element));
    made->element = element;
    made->length = length;
    made->bytes.resize(bytes);
    return static_cast<Array>(in.local(made));
}

/// A copy, though a VM may give the array itself: what is used after its release is seen by ASan.
void* lend(const call& in, buffer_kind kind, const object_ptr& array, jboolean* is_copy) {
    if (array == nullptr || in.allocation_fails()) return nullptr;
    void* const made = std::malloc(array->bytes.size());
    if (!array->bytes.empty()) std::memcpy(made, array->bytes.data(), array->bytes.size());
    in.vm().buffers[made] = {kind, array, &in.env()};
    ++in.vm().open.buffers;
    if (is_copy != nullptr) *is_copy = JNI_TRUE;
    return made;
}

/// False: a violation.
bool take_back(const call& in, buffer_kind kind, const object_ptr& array, void* data, jint mode) {
    if (array == nullptr) return false;
    const auto found = in.vm().buffers.find(data);
    if (found == in.vm().buffers.end() || found->second.kind != kind || found->second.of != array) {
        in.wrong("what is not lent, or not so, or not of this array");
        return false;
    }
    if (mode != 0 && mode != JNI_COMMIT && mode != JNI_ABORT) {
        in.wrong("an unknown mode");
        return false;
    }
    if (mode != JNI_ABORT && !array->bytes.empty())
        std::memcpy(array->bytes.data(), data, array->bytes.size());
    if (mode == JNI_COMMIT) return true;
    in.vm().buffers.erase(found);
    --in.vm().open.buffers;
    std::free(data);
    return true;
}

/// Null: a violation, or an exception is pending.
object_ptr array_in_range(const call& in, jobject ref, char element, jsize start, jsize count) {
    object_ptr array = in ? in.get_array(ref, element) : nullptr;
    if (array == nullptr) return nullptr;
    if (start >= 0 && count >= 0 && start <= array->length && count <= array->length - start)
        return array;
    in.raise("java/lang/ArrayIndexOutOfBoundsException", "region");
    return nullptr;
}

object_ptr object_array(const call& in, jobjectArray ref, jsize index) {
    object_ptr array = in ? in.get(ref) : nullptr;
    if (array == nullptr) return nullptr;
    if (!is_array(*array) || array->element != '\0') {
        in.wrong("no object array");
        return nullptr;
    }
    if (index >= 0 && index < array->length) return array;
    in.raise("java/lang/ArrayIndexOutOfBoundsException", std::to_string(index));
    return nullptr;
}

}  // namespace

#define ADD_ARRAY(Name, T, letter)                                                                \
    table.New##Name##Array = [](JNIEnv* e, jsize length) {                                        \
        return new_array<T##Array>(e, "New" #Name "Array", letter, sizeof(T), length);            \
    };                                                                                            \
    table.Get##Name##ArrayElements = [](JNIEnv* e, T##Array ref, jboolean* is_copy) {             \
        const call in(e, "Get" #Name "ArrayElements");                                            \
        const object_ptr array = in ? in.get_array(ref, letter) : nullptr;                        \
        return static_cast<T*>(lend(in, buffer_kind::elements, array, is_copy));                  \
    };                                                                                            \
    table.Release##Name##ArrayElements = [](JNIEnv* e, T##Array ref, T* data, jint mode) {        \
        const call in(e, "Release" #Name "ArrayElements", while_pending);                         \
        const object_ptr array = in ? in.get_array(ref, letter) : nullptr;                        \
        take_back(in, buffer_kind::elements, array, data, mode);                                  \
    };                                                                                            \
    table.Get##Name##ArrayRegion = [](JNIEnv* e, T##Array ref, jsize start, jsize count, T* to) { \
        const call in(e, "Get" #Name "ArrayRegion");                                              \
        const object_ptr array = array_in_range(in, ref, letter, start, count);                   \
        if (array == nullptr || count == 0) return;                                               \
        std::memcpy(to, array->bytes.data() + static_cast<std::size_t>(start) * sizeof(T),        \
                    static_cast<std::size_t>(count) * sizeof(T));                                 \
    };                                                                                            \
    table.Set##Name##ArrayRegion = [](JNIEnv* e, T##Array ref, jsize start, jsize count,          \
                                      const T* from) {                                            \
        const call in(e, "Set" #Name "ArrayRegion");                                              \
        const object_ptr array = array_in_range(in, ref, letter, start, count);                   \
        if (array == nullptr || count == 0) return;                                               \
        std::memcpy(array->bytes.data() + static_cast<std::size_t>(start) * sizeof(T), from,      \
                    static_cast<std::size_t>(count) * sizeof(T));                                 \
    }

void add_array_functions(JNINativeInterface_& table) {
    ADD_ARRAY(Boolean, jboolean, 'Z');
    ADD_ARRAY(Byte, jbyte, 'B');
    ADD_ARRAY(Char, jchar, 'C');
    ADD_ARRAY(Short, jshort, 'S');
    ADD_ARRAY(Int, jint, 'I');
    ADD_ARRAY(Long, jlong, 'J');
    ADD_ARRAY(Float, jfloat, 'F');
    ADD_ARRAY(Double, jdouble, 'D');
    table.GetArrayLength = [](JNIEnv* e, jarray ref) -> jsize {
        const call in(e, "GetArrayLength");
        const object_ptr array = in ? in.get(ref) : nullptr;
        if (array == nullptr) return 0;
        if (!is_array(*array)) in.wrong("no array");
        return array->length;
    };

    table.GetPrimitiveArrayCritical = [](JNIEnv* e, jarray ref, jboolean* is_copy) -> void* {
        const call in(e, "GetPrimitiveArrayCritical", while_critical);
        const object_ptr array = in ? in.get_array(ref, '*') : nullptr;
        void* const data = lend(in, buffer_kind::critical, array, is_copy);
        if (data != nullptr) ++in.env().criticals;
        return data;
    };
    table.ReleasePrimitiveArrayCritical = [](JNIEnv* e, jarray ref, void* data, jint mode) {
        const call in(e, "ReleasePrimitiveArrayCritical", while_pending | while_critical);
        const object_ptr array = in ? in.get_array(ref, '*') : nullptr;
        if (mode == JNI_COMMIT) return in.wrong("JNI_COMMIT, which frees under -Xcheck:jni");
        if (take_back(in, buffer_kind::critical, array, data, mode)) --in.env().criticals;
    };

    table.NewObjectArray = [](JNIEnv* e, jsize length, jclass type, jobject first) -> jobjectArray {
        const call in(e, "NewObjectArray");
        const class_info* const of = in ? in.get_class(type) : nullptr;
        if (of == nullptr) return nullptr;
        bool valid = false;
        const object_ptr element = in.get_or_null(first, valid);
        if (!valid) return nullptr;
        if (length < 0) {
            in.raise("java/lang/NegativeArraySizeException", std::to_string(length));
            return nullptr;
        }
        if (in.allocation_fails()) return nullptr;
        if (static_cast<std::size_t>(length) > heap_size / sizeof(jobject)) {
            in.raise("java/lang/OutOfMemoryError", "Java heap space");
            return nullptr;
        }
        const std::string name = of->name.front() == '[' ? "[" + of->name : "[L" + of->name + ";";
        const object_ptr made = make_object(*find_class(in.vm(), name));
        made->length = length;
        made->elements.assign(static_cast<std::size_t>(length), element);
        return static_cast<jobjectArray>(in.local(made));
    };
    table.GetObjectArrayElement = [](JNIEnv* e, jobjectArray ref, jsize index) -> jobject {
        const call in(e, "GetObjectArrayElement");
        const object_ptr array = object_array(in, ref, index);
        return array != nullptr ? in.local(array->elements[static_cast<std::size_t>(index)])
                                : nullptr;
    };
    table.SetObjectArrayElement = [](JNIEnv* e, jobjectArray ref, jsize index, jobject next) {
        const call in(e, "SetObjectArrayElement");
        const object_ptr array = object_array(in, ref, index);
        bool valid = false;
        const object_ptr element = array != nullptr ? in.get_or_null(next, valid) : nullptr;
        if (!valid) return;
        const std::string& name = array->type->name;  // "[Ljava/lang/String;" or "[[B"
        const class_info* const type =
            find_class(in.vm(), name[1] == '[' ? name.substr(1) : name.substr(2, name.size() - 3));
        if (element != nullptr && !extends(element->type, type))
            return in.raise("java/lang/ArrayStoreException", element->type->name);
        array->elements[static_cast<std::size_t>(index)] = element;
        in.vm().linked.push_back(array);
    };

    table.NewDirectByteBuffer = [](JNIEnv* e, void* address, jlong capacity) -> jobject {
        const call in(e, "NewDirectByteBuffer");
        if (!in) return nullptr;
        if (address == nullptr && capacity != 0) {
            in.wrong("no memory");
            return nullptr;
        }
        // Of JDK 25; 17 cuts the number.
        if (capacity < 0 || capacity > INT_MAX) {
            in.raise("java/lang/IllegalArgumentException", std::to_string(capacity));
            return nullptr;
        }
        if (in.allocation_fails()) return nullptr;
        const object_ptr made = make_object(*find_class(in.vm(), "java/nio/DirectByteBuffer"));
        made->address = address;
        made->capacity = capacity;
        return in.local(made);
    };
    table.GetDirectBufferAddress = [](JNIEnv* e, jobject ref) -> void* {
        const call in(e, "GetDirectBufferAddress");
        const object_ptr made = in ? in.get(ref) : nullptr;
        return made != nullptr ? made->address : nullptr;
    };
    table.GetDirectBufferCapacity = [](JNIEnv* e, jobject ref) -> jlong {
        const call in(e, "GetDirectBufferCapacity");
        const object_ptr made = in ? in.get(ref) : nullptr;
        return made != nullptr ? made->capacity : -1;
    };
}

}  // namespace fake
