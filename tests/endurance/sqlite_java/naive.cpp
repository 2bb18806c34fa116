// SPDX-License-Identifier: BSL-1.0
// What ffiguard is measured against: SQLite for Java by JNI, quick and without any check.
#include <jni.h>
#include <sqlite3.h>

#include <cstdint>

#define NATIVE(type, name) extern "C" JNIEXPORT type JNICALL Java_dev_ffiguard_compare_Naive_##name

namespace {

sqlite3_stmt* statement(jlong pointer) { return reinterpret_cast<sqlite3_stmt*>(pointer); }
sqlite3* database(jlong pointer) { return reinterpret_cast<sqlite3*>(pointer); }

struct function {
    JavaVM* vm;
    jobject object;
    jmethodID call;
};

void call(sqlite3_context* in, int, sqlite3_value** values) {
    const auto* const of = static_cast<function*>(sqlite3_user_data(in));
    void* env = nullptr;
    of->vm->GetEnv(&env, JNI_VERSION_1_8);
    static_cast<JNIEnv*>(env)->CallVoidMethod(of->object, of->call, reinterpret_cast<jlong>(in),
                                              reinterpret_cast<jlong>(values));
}

}  // namespace

NATIVE(jlong, openDatabase)(JNIEnv* env, jclass, jstring path) {
    const char* const text = env->GetStringUTFChars(path, nullptr);
    sqlite3* db = nullptr;
    sqlite3_open_v2(text, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                    nullptr);
    env->ReleaseStringUTFChars(path, text);
    return reinterpret_cast<jlong>(db);
}
NATIVE(void, closeDatabase)(JNIEnv*, jclass, jlong db) { sqlite3_close(database(db)); }
NATIVE(void, exec)(JNIEnv* env, jclass, jlong db, jstring sql) {
    const char* const text = env->GetStringUTFChars(sql, nullptr);
    sqlite3_exec(database(db), text, nullptr, nullptr, nullptr);
    env->ReleaseStringUTFChars(sql, text);
}
NATIVE(jlong, prepare)(JNIEnv* env, jclass, jlong db, jstring sql) {
    const char* const text = env->GetStringUTFChars(sql, nullptr);
    sqlite3_stmt* made = nullptr;
    sqlite3_prepare_v2(database(db), text, -1, &made, nullptr);
    env->ReleaseStringUTFChars(sql, text);
    return reinterpret_cast<jlong>(made);
}
NATIVE(void, bind__JIJ)(JNIEnv*, jclass, jlong of, jint at, jlong value) {
    sqlite3_bind_int64(statement(of), at, value);
}
NATIVE(void, bind__JILjava_lang_String_2)(JNIEnv* env, jclass, jlong of, jint at, jstring value) {
    const char* const text = env->GetStringUTFChars(value, nullptr);
    sqlite3_bind_text(statement(of), at, text, -1, SQLITE_TRANSIENT);
    env->ReleaseStringUTFChars(value, text);
}
NATIVE(jint, step)(JNIEnv*, jclass, jlong of) { return sqlite3_step(statement(of)); }
NATIVE(void, reset)(JNIEnv*, jclass, jlong of) { sqlite3_reset(statement(of)); }
NATIVE(jlong, integer)(JNIEnv*, jclass, jlong of, jint column) {
    return sqlite3_column_int64(statement(of), column);
}
NATIVE(jstring, text)(JNIEnv* env, jclass, jlong of, jint column) {
    return env->NewStringUTF(
        reinterpret_cast<const char*>(sqlite3_column_text(statement(of), column)));
}
NATIVE(void, close__J)(JNIEnv*, jclass, jlong of) { sqlite3_finalize(statement(of)); }
NATIVE(void, create)(JNIEnv* env, jclass, jlong db, jstring name, jobject f) {
    auto* const made = new function{};  // never freed
    env->GetJavaVM(&made->vm);
    made->object = env->NewGlobalRef(f);
    made->call =
        env->GetMethodID(env->FindClass("dev/ffiguard/compare/Naive$Function"), "call", "(JJ)V");
    const char* const text = env->GetStringUTFChars(name, nullptr);
    sqlite3_create_function_v2(database(db), text, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, made,
                               &call, nullptr, nullptr, nullptr);
    env->ReleaseStringUTFChars(name, text);
}
NATIVE(jlong, value)(JNIEnv*, jclass, jlong values, jint at) {
    return sqlite3_value_int64(reinterpret_cast<sqlite3_value**>(values)[at]);
}
NATIVE(void, answer)(JNIEnv*, jclass, jlong context, jlong value) {
    sqlite3_result_int64(reinterpret_cast<sqlite3_context*>(context), value);
}
NATIVE(void, each)(JNIEnv* env, jclass, jlong of, jobject f) {
    const jmethodID row =
        env->GetMethodID(env->FindClass("dev/ffiguard/compare/Naive$Row"), "row", "(J)Z");
    sqlite3_stmt* const s = statement(of);
    while (sqlite3_step(s) == SQLITE_ROW)
        if (env->CallBooleanMethod(f, row, of) == JNI_FALSE) break;
}
