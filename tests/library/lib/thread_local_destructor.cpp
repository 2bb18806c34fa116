// SPDX-License-Identifier: BSL-1.0
// A thread that has called use() owes a call into this library when it ends.
namespace {
struct counted {
    int value = 1;
    ~counted() { value = 0; }
};
thread_local counted mine;
}  // namespace

extern "C" int use();
extern "C" int use() { return mine.value; }
