// SPDX-License-Identifier: BSL-1.0
// Strings.
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

#include "fake_state.hpp"

namespace fake {

bool decode_modified_utf8(const char* bytes, std::u16string& units) {
    const auto* at = reinterpret_cast<const unsigned char*>(bytes);
    const auto more = [&at](unsigned& c) {
        if ((*at & 0xC0U) != 0x80U) return false;
        c = (c << 6) | (*at++ & 0x3FU);
        return true;
    };
    while (*at != 0) {
        unsigned c = *at++;
        if (c >= 0x80) {
            if ((c & 0xE0U) == 0xC0U) {
                c &= 0x1FU;
                if (!more(c)) return false;
            } else if ((c & 0xF0U) == 0xE0U) {
                c &= 0x0FU;
                if (!more(c) || !more(c)) return false;
            } else {
                return false;  // a byte of its own, or a character of four bytes
            }
        }
        units += static_cast<char16_t>(c);
    }
    return true;
}

namespace {

std::string to_modified_utf8(const std::u16string& units) {
    std::string bytes;
    const auto put = [&bytes](unsigned byte) { bytes += static_cast<char>(byte); };
    for (const char16_t one : units) {
        const unsigned c = one;
        if (c != 0 && c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0U | (c >> 6));
            put(0x80U | (c & 0x3FU));
        } else {
            put(0xE0U | (c >> 12));
            put(0x80U | ((c >> 6) & 0x3FU));
            put(0x80U | (c & 0x3FU));
        }
    }
    return bytes;
}

/// A copy that belongs to the caller until its Release function; with a 0 behind it.
void* lend(const call& in, buffer_kind kind, const object_ptr& of, const void* data,
           std::size_t size, std::size_t unit, jboolean* is_copy) {
    if (in.allocation_fails()) return nullptr;
    void* const made = std::malloc(size + unit);
    std::memcpy(made, data, size);
    std::memset(static_cast<char*>(made) + size, 0, unit);
    in.vm().buffers[made] = {kind, of, &in.env()};
    ++in.vm().open.buffers;
    if (is_copy != nullptr) *is_copy = JNI_TRUE;
    return made;
}

const jchar* lend_units(const call& in, buffer_kind kind, jstring ref, jboolean* is_copy) {
    const object_ptr text = in ? in.get_string(ref) : nullptr;
    if (text == nullptr) return nullptr;
    return static_cast<const jchar*>(lend(in, kind, text, text->text.data(),
                                          text->text.size() * sizeof(jchar), sizeof(jchar),
                                          is_copy));
}

bool take_back(const call& in, buffer_kind kind, jstring ref, const void* data) {
    const object_ptr text = in ? in.get_string(ref) : nullptr;
    if (text == nullptr) return false;
    void* const made = const_cast<void*>(data);
    const auto found = in.vm().buffers.find(made);
    if (found == in.vm().buffers.end() || found->second.kind != kind || found->second.of != text) {
        in.wrong("what is not lent, or not so, or not of this string");
        return false;
    }
    in.vm().buffers.erase(found);
    --in.vm().open.buffers;
    std::free(made);
    return true;
}

/// Null: a violation, or an exception is pending.
object_ptr text_in_range(const call& in, jstring ref, jsize start, jsize count) {
    object_ptr text = in ? in.get_string(ref) : nullptr;
    if (text == nullptr) return nullptr;
    const auto length = static_cast<jsize>(text->text.size());
    if (start >= 0 && count >= 0 && start <= length && count <= length - start) return text;
    in.raise("java/lang/StringIndexOutOfBoundsException", "region");
    return nullptr;
}

}  // namespace

void add_string_functions(JNINativeInterface_& table) {
    table.NewString = [](JNIEnv* e, const jchar* units, jsize size) -> jstring {
        const call in(e, "NewString");
        if (!in) return nullptr;
        if (size < 0 || (units == nullptr && size != 0)) {
            in.wrong("a negative length, or no units");
            return nullptr;
        }
        if (in.allocation_fails()) return nullptr;
        std::u16string text(static_cast<std::size_t>(size), u'\0');
        if (size != 0) std::memcpy(&text[0], units, text.size() * sizeof(jchar));
        return static_cast<jstring>(in.local(make_text(in.vm(), text)));
    };
    // HotSpot makes garbage of what is no modified UTF-8; Android ends the process.
    table.NewStringUTF = [](JNIEnv* e, const char* bytes) -> jstring {
        const call in(e, "NewStringUTF");
        if (!in || bytes == nullptr) return nullptr;
        std::u16string text;
        if (!decode_modified_utf8(bytes, text)) {
            in.wrong("no modified UTF-8");
            return nullptr;
        }
        if (in.allocation_fails()) return nullptr;
        return static_cast<jstring>(in.local(make_text(in.vm(), text)));
    };
    table.GetStringLength = [](JNIEnv* e, jstring ref) -> jsize {
        const call in(e, "GetStringLength");
        const object_ptr text = in ? in.get_string(ref) : nullptr;
        return text != nullptr ? static_cast<jsize>(text->text.size()) : 0;
    };
    table.GetStringUTFLength = [](JNIEnv* e, jstring ref) -> jsize {
        const call in(e, "GetStringUTFLength");
        const object_ptr text = in ? in.get_string(ref) : nullptr;
        return text != nullptr ? static_cast<jsize>(to_modified_utf8(text->text).size()) : 0;
    };
    table.GetStringRegion = [](JNIEnv* e, jstring ref, jsize start, jsize count, jchar* to) {
        const call in(e, "GetStringRegion");
        const object_ptr text = text_in_range(in, ref, start, count);
        if (text == nullptr || count == 0) return;
        std::memcpy(to, text->text.data() + start, static_cast<std::size_t>(count) * sizeof *to);
    };
    table.GetStringUTFRegion = [](JNIEnv* e, jstring ref, jsize start, jsize count, char* to) {
        const call in(e, "GetStringUTFRegion");
        const object_ptr text = text_in_range(in, ref, start, count);
        if (text == nullptr) return;
        const std::string bytes = to_modified_utf8(
            text->text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(count)));
        std::memcpy(to, bytes.c_str(), bytes.size() + 1);
    };

    table.GetStringChars = [](JNIEnv* e, jstring ref, jboolean* is_copy) {
        const call in(e, "GetStringChars");
        return lend_units(in, buffer_kind::chars, ref, is_copy);
    };
    table.ReleaseStringChars = [](JNIEnv* e, jstring ref, const jchar* units) {
        const call in(e, "ReleaseStringChars", while_pending);
        take_back(in, buffer_kind::chars, ref, units);
    };
    table.GetStringCritical = [](JNIEnv* e, jstring ref, jboolean* is_copy) {
        const call in(e, "GetStringCritical", while_critical);
        const jchar* const units = lend_units(in, buffer_kind::critical_chars, ref, is_copy);
        if (units != nullptr) ++in.env().criticals;
        return units;
    };
    table.ReleaseStringCritical = [](JNIEnv* e, jstring ref, const jchar* units) {
        const call in(e, "ReleaseStringCritical", while_pending | while_critical);
        if (take_back(in, buffer_kind::critical_chars, ref, units)) --in.env().criticals;
    };
    table.GetStringUTFChars = [](JNIEnv* e, jstring ref, jboolean* is_copy) -> const char* {
        const call in(e, "GetStringUTFChars");
        const object_ptr text = in ? in.get_string(ref) : nullptr;
        if (text == nullptr) return nullptr;
        const std::string bytes = to_modified_utf8(text->text);
        return static_cast<const char*>(
            lend(in, buffer_kind::utf_chars, text, bytes.data(), bytes.size(), 1, is_copy));
    };
    table.ReleaseStringUTFChars = [](JNIEnv* e, jstring ref, const char* bytes) {
        const call in(e, "ReleaseStringUTFChars", while_pending);
        take_back(in, buffer_kind::utf_chars, ref, bytes);
    };
}

}  // namespace fake
